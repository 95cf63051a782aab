namespace EmailConsole.SmtpServing;

/// <summary>What a door offers its clients, and what one of them may take of the machine.</summary>
internal sealed record SmtpRules
{
    /// <summary>RFC 4954 section 4.4 asks for 12,288 octets for AUTH.</summary>
    public const int AuthLineBytes = 12_288;

    /// <summary>Of any other command; RFC 5321 section 4.5.3.1.4 asks for 512 and the parameters of MAIL.</summary>
    public const int LineBytes = 2_048;

    /// <summary>After our last word, of at most 4 KB each: what a client was still sending.</summary>
    public const int HangUpReads = 16;

    /// <summary>In a transaction without end: what a message brings in a minute at least, beyond which it is given up.</summary>
    public const int LeastBytesAMinute = 60 * 1024;

    /// <summary>Clients without a place at a port with TLS from the start to which TLS is given all the same, at once, so that they can be told. The others are ended without a word.</summary>
    public const int TurnedAwayByTls = 10;

    /// <summary>Its own name, in the greeting and in answers to EHLO.</summary>
    public required string HostName { get; init; }

    /// <summary>Behind the name in the greeting.</summary>
    public required string Greeting { get; init; }

    /// <summary>Announced as SIZE (RFC 1870), in octets.</summary>
    public required int MaxMessageSize { get; init; }

    /// <summary>SASL's names, in capitals.</summary>
    public required IReadOnlyList<string> Mechanisms { get; init; }

    /// <summary>Who has not signed in may not send.</summary>
    public required bool RequiresSignIn { get; init; }

    /// <summary>Whether what other servers refuse is refused: lines that end with LF alone, addresses without angle brackets, parameters that are not offered.</summary>
    public required bool IsStrict { get; init; }

    /// <summary>In all.</summary>
    public required int Connections { get; init; }

    /// <summary>Of those; of IPv6 from one /64 network.</summary>
    public required int ConnectionsPerAddress { get; init; }

    public int Recipients { get; init; } = 1_000;

    /// <summary>On one connection.</summary>
    public int Messages { get; init; } = 10_000;

    /// <summary>Commands that are none, or not at their place, before the connection is ended.</summary>
    public int Mistakes { get; init; } = 20;

    /// <summary>Of those, answered at once; each of the others after <see cref="Pause"/>. A command that is right never waits.</summary>
    public int MistakesAtOnce { get; init; } = 9;

    /// <summary>Commands that bring nothing on, from one message to the next.</summary>
    public int IdleCommands { get; init; } = 100;

    /// <summary>On one connection; those that nobody could check do not count.</summary>
    public int FailedSignIns { get; init; } = 5;

    /// <summary>RFC 5321 section 4.5.3.2.7.</summary>
    public TimeSpan Command { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For a command of who must sign in and has not, and for TLS.</summary>
    public TimeSpan BeforeSignIn { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Short beside the ten seconds after which some clients give up. 0: none.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Until the client takes a reply.</summary>
    public TimeSpan Reply { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>For a client to end its side after our last word.</summary>
    public TimeSpan HangUp { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For TLS with a client that is turned away.</summary>
    public static TimeSpan TurnedAwayTime { get; } = TimeSpan.FromSeconds(5);

    /// <summary>At the stop, for messages whose end has come.</summary>
    public TimeSpan Stop { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Those that may be held by <see cref="Pause"/> at once.</summary>
    public int PausedConnections => Math.Max(1, Connections / 10);

    /// <summary>A message beyond this ends the connection: nobody waits for the end of an endless one.</summary>
    public long AbandonedBytes => 4L * MaxMessageSize;
}
