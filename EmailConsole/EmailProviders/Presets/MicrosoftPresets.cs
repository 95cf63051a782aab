namespace EmailConsole.EmailProviders.Presets;

internal static class MicrosoftPresets
{
    public static readonly ProviderPreset Microsoft365 = new(
        "microsoft365",
        "Microsoft 365 Exchange Online",
        [new("smtp.office365.com")],
        [PresetPort.StartTls(587)],
        new PresetCredentials(
            AuthenticationType.ClientCredential,
            null,
            "The mailbox's user principal name, such as codes@example.com",
            "The Value of a client secret of the registered application, not its Secret ID",
            "https://login.microsoftonline.com/{tenant_id}/oauth2/v2.0/token",
            "https://outlook.office365.com/.default"),
        [
            "From Address is the mailbox that sends; another one needs the Send As permission.",
            "Basic is off by default from the end of December 2026; prefer Client Credentials.",
            "In the token endpoint replace {tenant_id} by the Directory (tenant) ID. National clouds: login.microsoftonline.us, login.partner.microsoftonline.cn.",
            "30 messages a minute, 3 connections at a time, 10,000 recipients a day, 500 recipients a message.",
        ],
        new PresetLimits { MessagesPerMinute = 30, Connections = 3, RecipientsPerDay = 10_000, RecipientsPerMessage = 500 },
        "microsoft365");
}
