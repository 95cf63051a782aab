using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Presets;
using EmailConsole.Kinds.Http;

namespace EmailConsole.Kinds.AzureCommunication;

internal sealed class AcsKind : ApiKind
{
    public const string Id = "acs";
    public const string Endpoint = "endpoint";
    public const string AccessKey = "accessKey";

    public override string Name => Id;

    public override string Label => "Azure Communication Services";

    public override IReadOnlyList<ProviderField> Fields { get; } =
        [KindFields.Text(Id, Endpoint, "Endpoint") with { IsRequired = true, Help = "Such as https://name.communication.azure.com." }];

    public override IReadOnlyList<ProviderSecret> Secrets { get; } = [KindFields.Secret(Id, AccessKey, "Access key")];

    public override IReadOnlyList<string> Notes { get; } =
    [
        FromDocumentation,
        "The access key is under Settings > Keys of the resource; the whole connection string may be pasted as well.",
        "From Address is a MailFrom address of a domain that is linked to the resource. Its display name is set in Azure: Display Name has no effect.",
        "Azure takes a message before it sends it: whether it left shows in Azure only. A new resource may send 30 messages a minute and 100 an hour, an Azure-managed domain 5 and 10.",
    ];

    public override PresetLimits? Limits { get; } = new() { Connections = 1, MessagesPerMinute = 30, RecipientsPerMessage = 50 };

    public override IEnumerable<FieldError> FindErrors(EmailProviderSettings settings)
    {
        if (settings.Values[Endpoint] is { } endpoint && ApiAddress.FindFault(endpoint) is { } fault)
        {
            yield return Error(Endpoint, fault);
        }
    }
}
