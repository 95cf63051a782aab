using EmailConsole.Accounts.ApiKeys;

namespace EmailConsole.Accounts.Components;

/// <summary>What a refusal of a program's mail means, by its code, for whoever set the program up.</summary>
internal static class RefusalWords
{
    private static readonly Dictionary<string, string> Meanings = new(StringComparer.Ordinal)
    {
        ["HTTP 429"] = "The tenant had too much waiting. Deliveries shows what holds it up.",
        ["HTTP 503"] = "The console could not store the message at that moment, or had no memory for so large a one.",
        ["421 4.3.2"] = "The console was stopping, or had as many connections as it takes.",
        ["421 4.4.2"] = "The program kept its connection open without using it. Nothing is lost where it connects again.",
        ["421 4.7.0"] = "The program made too many connections, mistakes or commands that bring no message.",
        ["451 4.3.0"] = "The console could not store the message at that moment.",
        ["451 4.3.5"] = "There was no email provider that could send it. Set one up on the Email Provider page.",
        ["452 4.3.1"] = "The tenant had too much waiting, or the console no memory for so large a message. Deliveries shows what holds it up.",
        ["452 4.5.3"] = "The message had too many recipients: the program has to send it in parts.",
        ["500 5.5.1"] = Unskilled,
        ["500 5.5.2"] = Unskilled,
        ["500 5.5.6"] = Unskilled,
        ["501 5.1.3"] = "The address of a recipient is none.",
        ["501 5.1.7"] = "The address of the sender is none.",
        ["501 5.5.2"] = Unskilled,
        ["501 5.5.4"] = Unskilled,
        ["502 5.5.1"] = "The program asked for what is not offered.",
        ["503 5.5.1"] = Unskilled,
        ["504 5.5.4"] = "The program wanted to sign in by a mechanism that is not offered: choose PLAIN or LOGIN.",
        ["530 5.7.0"] = "The program did not encrypt its connection, or did not sign in: set user name and password, and require TLS.",
        ["535 5.7.8"] = "Give the program a key that is good and may send, and this tenant's domain as its user name.",
        ["550 5.7.1"] = "The key was revoked or has expired, or the tenant was deactivated, while the program was connected.",
        ["552 5.3.4"] = "The message was larger than the console takes (Outbox:MaxMessageSize).",
        ["553 5.6.7"] = "An address has letters beyond ASCII, and the program did not announce it.",
        ["554 5.1.2"] = "The domain of a recipient is not a full one.",
        ["554 5.4.6"] = "The message came back here: a server that mail is delivered to hands it over again.",
        ["554 5.5.1"] = "None of the recipients could be taken.",
        ["554 5.6.0"] = "The message itself is broken, in a way that the reply names.",
        ["555 5.5.4"] = "The program asked for what is not offered.",
    };

    private const string Unskilled = "The program does not speak SMTP as it should; some of that is harmless.";

    /// <returns>Null: the reply has to do.</returns>
    public static string? Find(ApiKeyRefusal refusal) =>
        !refusal.LastReply.StartsWith("550 5.7.1 From ", StringComparison.Ordinal) ? Meanings.GetValueOrDefault(refusal.Code)
            : refusal.LastReply.Contains(" over the super tenant's server", StringComparison.Ordinal)
            ? "The list of other senders has it, but without an email provider of the tenant's own the super tenant's server decides: have an administrator of the super tenant permit the domain ([tenant_sender_domains] in deployment.toml), or set up a server of your own on the Email Provider page."
            : "Set the program's sender to the From Address of the email provider, or say on the Email Provider page, under Other senders, that others are allowed or replaced.";

    /// <summary>As many times, in words.</summary>
    public static string Times(long count) => count switch
    {
        1 => "once",
        2 => "twice",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count:N0} times"),
    };

    /// <summary>The reply with its code, whichever way it came.</summary>
    public static string Reply(ApiKeyRefusal refusal) =>
        refusal.LastReply.StartsWith(refusal.Code, StringComparison.Ordinal) ? refusal.LastReply : $"{refusal.Code}: {refusal.LastReply}";
}
