namespace EmailConsole.DevelopmentMailbox;

/// <summary>The development mailbox: an SMTP listener on loopback and the page that shows what it took. Development only.</summary>
public sealed class DevelopmentMailboxOptions
{
    public const string Section = "DevelopmentMailbox";

    /// <summary>The TCP port on 127.0.0.1 and ::1; 0 takes a free one. Default 1025, the customary one of development mail catchers.</summary>
    public int Port { get; set; } = 1025;
}
