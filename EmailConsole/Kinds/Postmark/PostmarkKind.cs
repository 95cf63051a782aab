using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.Kinds.Postmark;

internal sealed class PostmarkKind : ApiKind
{
    public const string Id = "postmark";
    public const string Stream = "messageStream";
    public const string Token = "serverToken";

    public override string Name => Id;

    public override string Label => "Postmark (API)";

    public override IReadOnlyList<ProviderField> Fields { get; } =
        [KindFields.Text(Id, Stream, "Message stream", FieldPart.Content, maxLength: 64) with { IsRequired = true, Help = "The id of a transactional stream; every server has one that is called outbound." }];

    public override IReadOnlyList<ProviderSecret> Secrets { get; } = [KindFields.Secret(Id, Token, "Server API token")];

    public override IReadOnlyList<string> Notes { get; } =
    [
        FromDocumentation,
        "The token is that of one Postmark server, under API Tokens; make a server for each tenant, since a token cannot be narrowed.",
        "Confirm the From Address as a sender signature, or verify its domain.",
        "Addresses that bounced or complained before get nothing, and the console shows which.",
    ];

    public override KindValues Defaults { get; } = KindValues.None.With(Stream, "outbound");

    public override PresetLimits? Limits { get; } = new() { Connections = 8, MessagesPerMinute = 1_200, RecipientsPerMessage = 50 };
}
