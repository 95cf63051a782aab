using EmailConsole.Rest;

namespace EmailConsole.SmtpServing;

/// <summary>What the client is told.</summary>
/// <param name="Text">One or more lines without the last line break, ASCII, at most 500 octets each; empty: nothing.</param>
/// <param name="IsLast">Whether the connection ends with it.</param>
/// <param name="Cause">Why something was refused; null: nothing was.</param>
internal readonly record struct SmtpReply(string Text, bool IsLast = false, RefusalCause? Cause = null)
{
    public const string Ok = "250 2.0.0 OK";
    public const string SenderOk = "250 2.1.0 OK";
    public const string RecipientOk = "250 2.1.5 OK";

    public static readonly SmtpReply OutOfOrder = No(RefusalCause.Protocol, "503 5.5.1 Not at this point");
    public static readonly SmtpReply MailRefused = No(RefusalCause.Consequence, "503 5.5.1 MAIL was refused");
    public static readonly SmtpReply SignInFirst = No(RefusalCause.NotSignedIn, "530 5.7.0 Sign in first");
    public static readonly SmtpReply EncryptFirst = No(RefusalCause.NotSignedIn, "530 5.7.0 Use STARTTLS first");
    public static readonly SmtpReply NoMemory = No(RefusalCause.NoMemory, "452 4.3.1 Too many large messages at this moment, try again later");
    public static readonly SmtpReply Failed = No(RefusalCause.Fault, "451 4.3.0 Nothing was taken, because of a fault on this side; try again later");
    public static readonly SmtpReply TooManyConnections = Last(RefusalCause.TooManyConnections, "421 4.3.2 Too many connections");
    public static readonly SmtpReply TooManyFromAddress = Last(RefusalCause.TooManyConnections, "421 4.7.0 Too many connections from your address");
    public static readonly SmtpReply TooManyMistakes = Last(RefusalCause.TooMuch, "421 4.7.0 Too many mistakes");
    public static readonly SmtpReply TooManyIdleCommands = Last(RefusalCause.TooMuch, "421 4.7.0 Too many commands without a message");
    public static readonly SmtpReply TooManySignIns = Last(RefusalCause.SignIn, "421 4.7.0 Too many failed sign-ins");
    public static readonly SmtpReply TooManyMessages = Last(RefusalCause.TooMuch, "421 4.7.0 Enough messages on this connection, go on with another one");
    public static readonly SmtpReply SpokeTooEarly = Last(RefusalCause.Protocol, "554 5.5.0 Wait for the greeting");
    public static readonly SmtpReply SpokeBehindStartTls = Last(RefusalCause.Protocol, "501 5.5.1 Nothing may follow STARTTLS before its answer");

    /// <summary>Of what refuses nothing; a refusal has a cause, see <see cref="No"/>.</summary>
    public static implicit operator SmtpReply(string text) => new(text);

    /// <summary>
    /// Whether the client was taught nothing but that it does not speak as it should. An address that is none it has from somebody else, and what
    /// stands behind a MAIL that is refused it has sent before it could know.
    /// </summary>
    public bool IsMistake => Cause != RefusalCause.Consequence && !Text.StartsWith("501 5.1.", StringComparison.Ordinal)
        && (Text.StartsWith("50", StringComparison.Ordinal) || Text.StartsWith("555", StringComparison.Ordinal));

    public bool IsPositive => Text.StartsWith('2');

    public bool IsRefusal => Text is ['4' or '5', ..];

    public static SmtpReply No(RefusalCause cause, string text) => new(text, Cause: cause);

    public static SmtpReply Last(RefusalCause cause, string text) => new(text, IsLast: true, cause);

    /// <summary>Ends the connection and refuses nothing.</summary>
    public static SmtpReply Last(string text) => new(text, IsLast: true);

    /// <summary>Ends a conversation in which nothing more can be read.</summary>
    public static SmtpReply For(SmtpRead state) => state switch
    {
        SmtpRead.TimedOut => Last(RefusalCause.Idle, "421 4.4.2 Waited too long"),
        SmtpRead.TooLong => Last(RefusalCause.Protocol, "500 5.5.6 Too long"),
        SmtpRead.BareLineFeed => Last(RefusalCause.Protocol, "500 5.5.2 A line ends with CR LF"),
        SmtpRead.Stopping => Last(RefusalCause.Stopping, "421 4.3.2 Stopping, try again later"),
        _ => Last(""),
    };
}
