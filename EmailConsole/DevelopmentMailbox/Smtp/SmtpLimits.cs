namespace EmailConsole.DevelopmentMailbox.Smtp;

/// <summary>What one client may take of the machine.</summary>
internal static class SmtpLimits
{
    /// <summary>Announced as SIZE (RFC 1870), in octets.</summary>
    public const int MessageBytes = 25 * 1024 * 1024;

    /// <summary>A message beyond this ends the connection: nobody waits for the end of an endless one.</summary>
    public const long AbandonedBytes = 4L * MessageBytes;

    /// <summary>RFC 4954 section 4.4 asks for 12,288 octets for AUTH, far more than for any other command.</summary>
    public const int LineBytes = 12_288;

    public const int Recipients = 1_000;

    /// <summary>Commands that were refused, before the connection is ended.</summary>
    public const int Mistakes = 20;

    public const int Connections = 20;

    /// <summary>Of at most 4 KB, after our last word: what a client was still sending.</summary>
    public const int HangUpReads = 16;

    /// <summary>For a client to end its side after our last word.</summary>
    public static readonly TimeSpan HangUp = TimeSpan.FromSeconds(2);

    /// <summary>RFC 5321 section 4.5.3.2.7.</summary>
    public static readonly TimeSpan Command = TimeSpan.FromMinutes(5);

    /// <summary>For a whole message.</summary>
    public static readonly TimeSpan Message = TimeSpan.FromMinutes(10);
}
