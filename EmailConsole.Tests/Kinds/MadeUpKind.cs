using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Presets;
using EmailConsole.Kinds.Http;

namespace EmailConsole.Tests.Kinds;

/// <summary>A kind that only the tests have: one folder's worth of classes is all that a kind needs.</summary>
public sealed class MadeUpKind : IProviderKind
{
    public const string Id = "madeup";
    public const string Url = "url";
    public const string Key = "key";

    public string Name => Id;

    public string Label => "Made up (tests)";

    public IReadOnlyList<ProviderField> Fields { get; } =
    [
        KindFields.Text(Id, Url, "Address") with { IsRequired = true },
        KindFields.Text(Id, "tag", "Tag", FieldPart.Content),
    ];

    public IReadOnlyList<ProviderSecret> Secrets { get; } = [KindFields.Secret(Id, Key, "Made up key")];

    public IReadOnlyList<string> Notes { get; } = ["Made up for tests."];

    public KindValues Defaults => KindValues.None;

    public PresetLimits? Limits { get; } = new() { Connections = 3, RecipientsPerMessage = 7 };

    public IEnumerable<FieldError> FindErrors(EmailProviderSettings settings) =>
        settings.Values[Url] == "https://wrong.example/" ? [new FieldError(KindFields.FullName(Id, Url), "Not that one.")] : [];
}

internal sealed class MadeUpTransport(ApiSender sender) : ApiTransport(sender)
{
    public override string Kind => MadeUpKind.Id;

    public override string Name => "the made up service";

    public override IReadOnlyList<ErrorRow> Errors => [];

    public override Uri AddressFor(ProviderInForce provider) => new(provider.Settings.Values[MadeUpKind.Url]!);

    public override ApiRequest CreateRequest(ApiDelivery delivery) =>
        JsonBody.Request(AddressFor(delivery.Provider), JsonBody.Object(("to", delivery.Message.To[0].Address)), ApiRequest.Bearer(delivery.Secret(MadeUpKind.Key)));

    public override ApiAcceptance? ReadAcceptance(ApiAnswer answer, ApiDelivery delivery) => new(answer.Text("id"));

    public override ApiError ReadError(ApiAnswer answer) => new(answer.Status, null, answer.PlainText);
}
