using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Rest;

namespace EmailConsole.Accounts.Components;

/// <summary>What a refusal of a program's mail means, by its cause, for whoever set the program up.</summary>
internal static class RefusalWords
{
    private const int MostKeys = 3;

    /// <summary>The cause in two or three words.</summary>
    public static string Label(RefusalCause cause) => cause switch
    {
        RefusalCause.SenderNotAllowed => "Sender not allowed",
        RefusalCause.SenderNotPermitted => "Sender not permitted by the super tenant",
        RefusalCause.SignIn => "Sign-in wrong",
        RefusalCause.SignInNotChecked => "Sign-in not checked",
        RefusalCause.NotSignedIn => "Not signed in",
        RefusalCause.Mechanism => "Way of signing in not offered",
        RefusalCause.KeyGone => "Key not good any more",
        RefusalCause.NoProvider => "No email provider",
        RefusalCause.QueueFull => "Queue full",
        RefusalCause.NoMemory => "No memory",
        RefusalCause.NotStored => "Not stored",
        RefusalCause.Fault => "Fault of the console",
        RefusalCause.TooLarge => "Too large",
        RefusalCause.TooManyRecipients => "Too many recipients",
        RefusalCause.Recipient => "Recipient wrong",
        RefusalCause.SenderAddress => "Sender's address wrong",
        RefusalCause.International => "Address beyond ASCII",
        RefusalCause.Malformed => "Message malformed",
        RefusalCause.Signature => "Signed message",
        RefusalCause.Extras => "X-EmailConsole field wrong",
        RefusalCause.Loop => "Loop",
        RefusalCause.Protocol => "Not as SMTP has it",
        RefusalCause.Consequence => "Behind a refusal",
        RefusalCause.TooManyConnections => "Too many connections",
        RefusalCause.TooMuch => "Too much on one connection",
        RefusalCause.Idle => "Silent for too long",
        RefusalCause.Stopping => "Console stopping",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "Not a cause."),
    };

    /// <summary>What to do about it.</summary>
    public static string Cure(RefusalCause cause) => cause switch
    {
        RefusalCause.SenderNotAllowed =>
            "Set the program's sender to the From Address of the email provider, or say on the Email Provider page, under Other senders, that others are allowed or replaced.",
        RefusalCause.SenderNotPermitted =>
            "The list of other senders has it, but without an email provider of the tenant's own the super tenant's server decides: have an administrator of the super tenant permit the domain ([tenant_sender_domains] in deployment.toml), or set up a server of your own on the Email Provider page.",
        RefusalCause.SignIn => "Give the program a key that is good and may send, and this tenant's domain as its user name.",
        RefusalCause.SignInNotChecked => "The console could not check the key at that moment; its log says why.",
        RefusalCause.NotSignedIn => "The program did not encrypt its connection, or did not sign in: set user name and password, and require TLS.",
        RefusalCause.Mechanism => "The program wanted to sign in by a mechanism that is not offered: choose PLAIN or LOGIN.",
        RefusalCause.KeyGone => "The key was revoked or has expired, or the tenant was deactivated, while the program was connected.",
        RefusalCause.NoProvider => "There was no email provider that could send it. Set one up on the Email Provider page.",
        RefusalCause.QueueFull => "The tenant had too much waiting. Deliveries shows what holds it up.",
        RefusalCause.NoMemory => "The console had no memory for so large a message at that moment (Outbox:RequestMemory).",
        RefusalCause.NotStored => "The console could not store the message at that moment.",
        RefusalCause.Fault => "The console had a fault; its log says which.",
        RefusalCause.TooLarge => "The message was larger than the console takes (Outbox:MaxMessageSize).",
        RefusalCause.TooManyRecipients => "The message had too many recipients: the program has to send it in parts.",
        RefusalCause.Recipient => "A recipient's address was not one that mail can be sent to, or its domain not a full one such as example.com: correct it where the program has it from. Or no recipient was left.",
        RefusalCause.SenderAddress => "The sender's address was not one that mail can come from: correct it in the program's settings.",
        RefusalCause.International => "An address has letters beyond ASCII, and the program did not announce it.",
        RefusalCause.Malformed => "The message itself is broken, in a way that the reply names.",
        RefusalCause.Signature => "The message would have to be changed, and it is signed: the reply says what to mend before it is signed.",
        RefusalCause.Extras => "A field of its header that begins with X-EmailConsole- is wrong; the reply names it.",
        RefusalCause.Loop => "The message came back here: a server that mail is delivered to hands it over again.",
        RefusalCause.Protocol => "The program does not speak SMTP as it should, or asked for what is not offered; some of that is harmless.",
        RefusalCause.Consequence => "The program sent it behind a message that was refused: that refusal is counted by its own cause.",
        RefusalCause.TooManyConnections => "There were as many connections as the console takes: in all, from one address or with one key (Submission:MaxConnections and its like).",
        RefusalCause.TooMuch => "The program made too many mistakes, or sent too many commands or messages on one connection. It goes on with another one.",
        RefusalCause.Idle => "The program kept its connection open without using it. Nothing is lost where it connects again.",
        RefusalCause.Stopping => "The console was stopping. Nothing is lost where the program connects again.",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "Not a cause."),
    };

    /// <summary>As many times, in words.</summary>
    public static string Times(long count) => count switch
    {
        1 => "once",
        2 => "twice",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count:N0} times"),
    };

    /// <summary>The reply with its code, whichever way it came: what the program has in its log.</summary>
    public static string Reply(ApiKeyRefusal refusal) =>
        refusal.LastReply.StartsWith(refusal.Code, StringComparison.Ordinal) ? refusal.LastReply : $"{refusal.Code}: {refusal.LastReply}";

    /// <summary>Of each key how often and when last, and whether its program has got through since.</summary>
    public static string Of(IReadOnlyList<RefusedProgram> programs, DateTimeOffset now)
    {
        var shown = string.Join("; ", programs.Take(MostKeys).Select(p =>
            $"{p.Key}: refused {Times(p.Refusals.Sum(r => r.Count))}, last {RelativeTimeWords.Describe(p.LastAt, now)}{(p.IsAcceptedSince ? ", accepted since" : "")}"));
        return programs.Count <= MostKeys ? shown : $"{shown}; and {programs.Count - MostKeys} more API keys";
    }
}
