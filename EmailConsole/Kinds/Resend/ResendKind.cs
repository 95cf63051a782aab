using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.Kinds.Resend;

internal sealed class ResendKind : ApiKind
{
    public const string Id = "resend";
    public const string ApiKey = "apiKey";

    public override string Name => Id;

    public override string Label => "Resend (API)";

    public override IReadOnlyList<ProviderField> Fields { get; } = [];

    public override IReadOnlyList<ProviderSecret> Secrets { get; } = [KindFields.Secret(Id, ApiKey, "API key")];

    public override IReadOnlyList<string> Notes { get; } =
    [
        FromDocumentation,
        "Make an API key in Resend with Sending access, limited to the domain of the From Address.",
        "A message that is tried again carries the same Idempotency-Key, so that Resend does not send it twice within 24 hours.",
    ];

    public override PresetLimits? Limits { get; } = new() { Connections = 2, MessagesPerMinute = 120, RecipientsPerMessage = 50 };
}
