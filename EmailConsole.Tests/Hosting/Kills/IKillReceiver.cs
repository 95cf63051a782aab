namespace EmailConsole.Tests.Hosting.Kills;

/// <summary>An SMTP server that outlives the console, and tells what each of the console's lives handed to it.</summary>
internal interface IKillReceiver : IAsyncDisposable
{
    int Port { get; }

    /// <summary>Messages taken, those that came twice included.</summary>
    int Taken { get; }

    /// <summary>The Message-ID of each message that came, one list for each life.</summary>
    IReadOnlyList<IReadOnlyList<string>> Lives { get; }

    /// <summary>Ends when so many further messages have come.</summary>
    Task AfterAsync(int messages);

    /// <summary>The console is dead: what it has sent still arrives, and then its life ends here as well.</summary>
    Task EndLifeAsync();
}
