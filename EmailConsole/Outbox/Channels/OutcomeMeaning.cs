namespace EmailConsole.Outbox.Channels;

/// <summary>What an outcome says about the server, apart from the message.</summary>
internal enum OutcomeMeaning
{
    /// <summary>The server works, whatever it said about this message.</summary>
    Works = 0,

    /// <summary>It asks for less.</summary>
    SlowDown = 1,

    /// <summary>It cannot be used.</summary>
    Fails = 2,

    /// <summary>Nothing: it was not asked.</summary>
    Nothing = 3,
}
