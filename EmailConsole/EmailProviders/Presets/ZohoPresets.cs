namespace EmailConsole.EmailProviders.Presets;

internal static class ZohoPresets
{
    private static readonly (string Domain, string Place)[] DataCentres =
    [
        ("zoho.com", "United States"),
        ("zoho.eu", "Europe"),
        ("zoho.in", "India"),
        ("zoho.com.au", "Australia"),
        ("zoho.jp", "Japan"),
        ("zohocloud.ca", "Canada"),
        ("zoho.sa", "Saudi Arabia"),
        ("zoho.com.cn", "China"),
    ];

    public static readonly ProviderPreset Zoho = new(
        "zoho",
        "Zoho Mail",
        [
            .. DataCentres.Select(d => new PresetHost($"smtppro.{d.Domain}", $"{d.Place}, own domain")),
            .. DataCentres.Select(d => new PresetHost($"smtp.{d.Domain}", $"{d.Place}, Zoho's domain")),
        ],
        [PresetPort.Tls(465), PresetPort.StartTls(587)],
        PresetCredentials.Basic("The full address", "An app password where two-factor authentication is on"),
        [
            "Choose the data centre of the account: in another one a right password looks wrong.",
            "From Address is the account's address or one of its aliases.",
        ]);
}
