using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.Kinds.Mailgun;

internal sealed class MailgunKind : ApiKind
{
    public const string Id = "mailgun";
    public const string Domain = "domain";
    public const string Region = "region";
    public const string ApiKey = "apiKey";
    public const string Us = "us";
    public const string Europe = "eu";

    public override string Name => Id;

    public override string Label => "Mailgun (API)";

    public override IReadOnlyList<ProviderField> Fields { get; } =
    [
        KindFields.Text(Id, Domain, "Sending domain", maxLength: 253) with { IsRequired = true, Help = "As Mailgun shows it, such as mg.example.com." },
        KindFields.Choice(Id, Region, "Region", [(Us, "US"), (Europe, "EU")]) with { IsRequired = true },
    ];

    public override IReadOnlyList<ProviderSecret> Secrets { get; } = [KindFields.Secret(Id, ApiKey, "Sending API key")];

    public override IReadOnlyList<string> Notes { get; } =
    [
        FromDocumentation,
        "Make a sending key of the domain (Domain settings > Sending keys); the account's key can do much more than send.",
        "A sandbox domain sends to authorised recipients only.",
    ];

    public override KindValues Defaults { get; } = KindValues.None.With(Region, Us);

    public override PresetLimits? Limits { get; } = new() { Connections = 8, MessagesPerMinute = 1_200, RecipientsPerMessage = 1_000 };

    public override IEnumerable<FieldError> FindErrors(EmailProviderSettings settings)
    {
        if (settings.Values[Domain] is { } domain && (Uri.CheckHostName(domain) != UriHostNameType.Dns || !domain.Contains('.', StringComparison.Ordinal)))
        {
            yield return Error(Domain, "Enter the domain alone, such as mg.example.com.");
        }
    }
}
