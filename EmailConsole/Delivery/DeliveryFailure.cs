namespace EmailConsole.Delivery;

/// <summary>What went wrong, for a person and for a machine. All texts are scrubbed of the known secrets.</summary>
/// <param name="Kind">The class of the failure.</param>
/// <param name="Stage">Where it happened.</param>
/// <param name="ReplyCode">The SMTP reply code, where there was one.</param>
/// <param name="EnhancedCode">The enhanced status code (RFC 3463), such as <c>5.7.8</c>.</param>
/// <param name="ServerText">The server's own words, or those of the token endpoint; at most 2,000 characters.</param>
/// <param name="Blame">Whose fault it is, and so who pays for it: retry, channel, circuit and pages read it.</param>
/// <param name="IsLasting">
/// Whether the same message with the same settings would fail the same way again until somebody changes something: a 5yz
/// (RFC 5321 section 4.2.1), also where the cure is to wait for a limit to pass (550 5.4.5, 554 5.2.0), a wrong certificate, a
/// name that does not exist. False where the server said so with a 4yz, or what failed was the way to it.
/// </param>
/// <param name="Advice">The cause and the cure.</param>
public sealed record DeliveryFailure(
    DeliveryFailureKind Kind,
    DeliveryStage Stage,
    int? ReplyCode,
    string? EnhancedCode,
    string? ServerText,
    Blame Blame,
    bool IsLasting,
    DeliveryAdvice Advice)
{
    /// <summary>Whether what failed may have arrived all the same.</summary>
    public FailureOutcome Outcome { get; init; } = FailureOutcome.NotAccepted;

    /// <summary>Before then trying again is useless, as the server said; null: it said nothing of that.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The connection was open and signed in when it failed: the way to the server works.</summary>
    public bool IsProviderReached { get; init; }

    /// <summary>Whether the connection can carry the next message: the server refused this one, and goes on.</summary>
    public bool ConnectionSurvives { get; init; }
}

/// <summary>Whose fault a failure is. Nobody else pays for it. The numbers are stored.</summary>
public enum Blame
{
    /// <summary>This message: too large, not sendable as it is, refused for what is in it.</summary>
    Message = 0,

    /// <summary>One recipient: the address, the mailbox, or the server behind it.</summary>
    Recipient = 1,

    /// <summary>The sender's address or account: not the account's, not verified, its domain without SPF or DKIM; one whose mail is not relayed.</summary>
    Sender = 2,

    /// <summary>The sign-in: refused or deferred, not offered, a token that is not given, a secret that cannot be read.</summary>
    Credentials = 3,

    /// <summary>The server asks for less.</summary>
    Throttle = 4,

    /// <summary>The server or the way to it, with what it holds against this machine: its address, its name in EHLO.</summary>
    Provider = 5,

    /// <summary>The console's own, a person's cancellation among it: it says nothing of anybody else.</summary>
    Ours = 6,
}

/// <summary>The words for it, as in "at fault: the recipient".</summary>
internal static class BlameWords
{
    public static string Of(Blame blame) => blame switch
    {
        Blame.Message => "this message",
        Blame.Recipient => "the recipient",
        Blame.Sender => "the sender's address or account",
        Blame.Credentials => "the sign-in",
        Blame.Throttle => "a limit of the server",
        Blame.Provider => "the server, or how this console reaches it",
        _ => "this console",
    };

    /// <summary>Whether it is put right at the provider or in its settings, and so by those who may change them.</summary>
    public static bool IsOfProvider(Blame blame) => blame is Blame.Sender or Blame.Credentials or Blame.Throttle or Blame.Provider;
}

/// <summary>What is certain about a message that failed.</summary>
public enum FailureOutcome
{
    /// <summary>Nothing of it will arrive by this attempt.</summary>
    NotAccepted = 0,

    /// <summary>It was handed over, or part of it, and the server's last word did not come.</summary>
    Unknown = 1,
}

/// <summary>The words beside a failure.</summary>
/// <param name="Cause">What happened and why, one or two sentences.</param>
/// <param name="Cure">What to do; null when nothing better than the server's words is known.</param>
/// <param name="Command">A command to copy (PowerShell), where the cure is one.</param>
public sealed record DeliveryAdvice(string Cause, string? Cure, string? Command = null)
{
    /// <summary>
    /// Before what only whoever runs the console can do. It is part of the text, so that a cure says whom it is for wherever it is read:
    /// in the API, in the history, in a log.
    /// </summary>
    private const string ForOperators = "For whoever runs this console: ";

    /// <summary>Takes a cure apart.</summary>
    /// <returns>What whoever set up the provider can do, and what only whoever runs the console can.</returns>
    public static (string? Own, string? OfConsole) Split(string? cure)
    {
        var at = cure?.IndexOf(ForOperators, StringComparison.Ordinal) ?? -1;
        return at < 0 ? (cure, null) : (at == 0 ? null : cure![..at].TrimEnd(), cure![(at + ForOperators.Length)..]);
    }

    /// <summary>Puts together what <see cref="Split"/> takes apart.</summary>
    public static string? Join(string? own, string? ofConsole) =>
        ofConsole is null ? own : own is null ? ForOperators + ofConsole : $"{own} {ForOperators}{ofConsole}";
}
