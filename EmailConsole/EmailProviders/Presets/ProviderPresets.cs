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

    /// <returns>Null for a server of one's own, or an unknown id.</returns>
    public static ProviderPreset? Find(string? id) => All.FirstOrDefault(p => string.Equals(p.Id, id, StringComparison.Ordinal));

    /// <summary>Whose server it is, whatever preset was chosen.</summary>
    public static ProviderPreset? FindByHost(string host) => All.FirstOrDefault(p =>
        p.Hosts.Any(h => string.Equals(h.Host, host, StringComparison.OrdinalIgnoreCase)));
}
