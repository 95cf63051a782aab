namespace EmailConsole.Accounts.SetUp;

/// <summary>Tells whoever runs the machine, and nobody else, the set-up link.</summary>
internal interface ISetUpAnnouncement
{
    /// <summary>Where that is told, for whoever may read there: an end of a sentence, without a secret or a path.</summary>
    string Place { get; }

    /// <param name="link">The whole address.</param>
    /// <param name="expiresAt">Until when it is good; a new one is announced then.</param>
    Task AnnounceAsync(Uri link, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>The link is of no use any more.</summary>
    void Withdraw();
}

/// <summary>In Development: on the console.</summary>
internal sealed class ConsoleAnnouncement(TextWriter output, TimeProvider time) : ISetUpAnnouncement
{
    public string Place => "was printed on the console on which the server was started";

    public Task AnnounceAsync(Uri link, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var until = TimeZoneInfo.ConvertTime(expiresAt, time.LocalTimeZone);
        var line = new string('─', 78);
        var text = $"""

            {line}
              EmailConsole has no administrator yet. Open this link to choose a password:

              {link}

              It works once, until {until:HH:mm}. When it runs out, a new one appears here.
            {line}

            """;
        return output.WriteLineAsync(text.AsMemory(), cancellationToken);
    }

    public void Withdraw()
    {
    }
}
