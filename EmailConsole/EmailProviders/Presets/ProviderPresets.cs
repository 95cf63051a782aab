namespace EmailConsole.EmailProviders.Presets;

/// <summary>The known providers, in the order in which they are offered. A server of one's own has no preset.</summary>
public static class ProviderPresets
{
    public static IReadOnlyList<ProviderPreset> All { get; } =
    [
        GooglePresets.Gmail,
        GooglePresets.WorkspaceRelay,
        MicrosoftPresets.Microsoft365,
        AmazonPresets.Ses,
        SendingServicePresets.SendGrid,
        SendingServicePresets.Mailgun,
        SendingServicePresets.Postmark,
        SendingServicePresets.Brevo,
        SendingServicePresets.Mailjet,
        SendingServicePresets.SparkPost,
        ZohoPresets.Zoho,
        SendingServicePresets.Resend,
    ];

    /// <summary>The console's own mailbox, where it runs (<see cref="OfferedPresets"/>); its port is known only there.</summary>
    public static ProviderPreset DevelopmentMailbox { get; } = new(
        "development-mailbox",
        "Development mailbox",
        [new("localhost")],
        [new(1025, SmtpEncryption.None)],
        new PresetCredentials(AuthenticationType.None, null, "Any", "Any"),
        ["Takes every message, and sends none on: for trying out.", "Everybody who signs in to this console reads it."]);

    /// <returns>Null for a server of one's own, or an unknown id.</returns>
    public static ProviderPreset? Find(string? id) =>
        All.Append(DevelopmentMailbox).FirstOrDefault(p => string.Equals(p.Id, id, StringComparison.Ordinal));

    /// <summary>Whose server it is, whatever preset was chosen.</summary>
    public static ProviderPreset? FindByHost(string host) => All.FirstOrDefault(p =>
        p.Hosts.Any(h => string.Equals(h.Host, host, StringComparison.OrdinalIgnoreCase)));
}
