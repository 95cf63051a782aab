namespace EmailConsole.Accounts.SetUp;

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
