using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.Kinds.SendGrid;

internal sealed class SendGridKind : ApiKind
{
    public const string Id = "sendgrid";
    public const string Region = "region";
    public const string ApiKey = "apiKey";
    public const string Global = "global";
    public const string Europe = "eu";

    public override string Name => Id;

    public override string Label => "SendGrid (API)";

    public override IReadOnlyList<ProviderField> Fields { get; } =
    [
        KindFields.Choice(Id, Region, "Region", [(Global, "Global"), (Europe, "EU")]) with
        {
            IsRequired = true,
            Help = "EU is for keys of an EU subuser alone; any other key is refused there.",
        },
    ];

    public override IReadOnlyList<ProviderSecret> Secrets { get; } = [KindFields.Secret(Id, ApiKey, "API key")];

    public override IReadOnlyList<string> Notes { get; } =
    [
        FromDocumentation,
        "Make a restricted API key in SendGrid under Settings > API Keys, with the permission Mail Send alone.",
        "Verify the From Address or its domain under Settings > Sender Authentication first.",
        "SendGrid takes a message before it looks at its own suppression list: what it drops then shows in its Activity only.",
    ];

    public override KindValues Defaults { get; } = KindValues.None.With(Region, Global);

    public override PresetLimits? Limits { get; } = new() { Connections = 8, MessagesPerMinute = 1_200, RecipientsPerMessage = 1_000 };
}
