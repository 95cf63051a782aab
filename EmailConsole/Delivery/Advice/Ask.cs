using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Advice;

/// <summary>
/// What a cure may ask somebody to set, in words, and how to tell that it is set already. Cures name a setting and its value
/// through these alone (<c>{ask:name}</c>), so that none asks for what is so.
/// </summary>
/// <param name="Words">From the middle of a sentence, a template (<see cref="AdviceText"/>).</param>
/// <param name="IsMet">Whether there is nothing left to ask for.</param>
internal sealed record Ask(string Words, Func<DeliveryFailureFacts, bool> IsMet)
{
    private const string OutlookScope = "https://outlook.office365.com/.default";

    public static readonly IReadOnlyDictionary<string, Ask> All = new Dictionary<string, Ask>(StringComparer.Ordinal)
    {
        ["encrypt"] = new("set Encryption to {encryption}", facts => facts.IsEncrypted || Has(facts, SmtpEncryption.Tls, SmtpEncryption.StartTlsRequired)),
        ["starttls"] = new("set Encryption to STARTTLS required", facts => Has(facts, SmtpEncryption.StartTlsRequired)),
        ["tls"] = new("set Encryption to TLS", facts => Has(facts, SmtpEncryption.Tls)),
        ["port465"] = new("use Server Port 465", facts => facts.Settings.Port == 465),
        ["port587"] = new("use Server Port 587", facts => facts.Settings.Port == 587),
        ["otherport"] = new("use {ports}", _ => false),
        ["mailboxport"] = new("use Server Port {mailbox}, where the development mailbox listens", facts => facts.MailboxPort is null || facts.Settings.Port == facts.MailboxPort),
        ["signin"] = new("choose the authentication type Basic or Client Credentials, and sign in", facts => !Has(facts, AuthenticationType.None)),
        ["basic"] = new("choose the authentication type Basic", facts => Has(facts, AuthenticationType.Basic)),
        ["token"] = new("choose the authentication type Client Credentials", facts => Has(facts, AuthenticationType.ClientCredential)),
        ["nosignin"] = new("choose the authentication type None", facts => Has(facts, AuthenticationType.None)),
        ["from"] = new("set From Address to {user}", facts => facts.OtherAccount?.Contains('@', StringComparison.Ordinal) != true),
        ["outlookscope"] = new($"set Scopes to {OutlookScope}", facts => string.Equals(facts.Settings.Scopes?.Trim(), OutlookScope, StringComparison.OrdinalIgnoreCase)),
        ["connections"] = new("set Max Connections to {fewer}", facts => facts.Settings.MaxConnections == 1),
        ["apikey"] = new("put the word apikey into Username", facts => IsUser(facts, "apikey")),
        ["resend"] = new("put the word resend into Username", facts => IsUser(facts, "resend")),
        ["injection"] = new("put the word SMTP_Injection into Username", facts => IsUser(facts, "SMTP_Injection")),
        ["googlerelay"] = new("use the Google Workspace relay, smtp-relay.gmail.com", facts => IsHost(facts, "smtp-relay.gmail.com")),
        ["pipelining"] = new("set Delivery:Pipelining to false in appsettings.json", facts => facts.Pipelined == false),
    };

    private static bool Has(DeliveryFailureFacts facts, params SmtpEncryption[] values) => values.Contains(facts.Settings.Encryption);

    private static bool Has(DeliveryFailureFacts facts, AuthenticationType value) => facts.Settings.AuthenticationType == value;

    private static bool IsUser(DeliveryFailureFacts facts, string user) => string.Equals(facts.Settings.Username, user, StringComparison.OrdinalIgnoreCase);

    private static bool IsHost(DeliveryFailureFacts facts, string host) => facts.Settings.Host.TrimEnd('.').Equals(host, StringComparison.OrdinalIgnoreCase);
}
