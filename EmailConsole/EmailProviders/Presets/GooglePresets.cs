namespace EmailConsole.EmailProviders.Presets;

internal static class GooglePresets
{
    public static readonly ProviderPreset Gmail = new(
        "gmail",
        "Gmail",
        [new("smtp.gmail.com")],
        [PresetPort.StartTls(587), PresetPort.Tls(465)],
        PresetCredentials.Basic("The full address, such as name@gmail.com", "The 16-character App Password, not the account's password"),
        [
            "An App Password needs 2-Step Verification on the account.",
            "From Address is the account's address, or an alias that is set up in Gmail; any other is replaced by the account's.",
            "500 messages a day with a free account, 2,000 with Google Workspace.",
        ],
        new PresetLimits { MessagesPerDay = 500 },
        "gmail");

    public static readonly ProviderPreset WorkspaceRelay = new(
        "google-workspace-relay",
        "Google Workspace SMTP relay",
        [new("smtp-relay.gmail.com")],
        [PresetPort.StartTls(587), PresetPort.Tls(465), PresetPort.StartTls(25)],
        PresetCredentials.Basic("The full address of a Workspace user", "That user's 16-character App Password"),
        [
            "The relay must be switched on in the Google Admin console (Apps > Google Workspace > Gmail > Routing).",
            "Where the relay lists this server's IP address, choose None as Authentication Type.",
            "The relay refuses a greeting without a real domain name.",
            "10,000 messages a day for each user, at most 100 recipients in one transaction.",
        ],
        new PresetLimits { MessagesPerDay = 10_000, RecipientsPerMessage = 100 });
}
