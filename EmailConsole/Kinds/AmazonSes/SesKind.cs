using System.Text.RegularExpressions;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.Kinds.AmazonSes;

internal sealed partial class SesKind : ApiKind
{
    public const string Id = "ses";
    public const string Region = "region";
    public const string AccessKeyId = "accessKeyId";
    public const string SecretAccessKey = "secretAccessKey";
    public const string SessionToken = "sessionToken";
    public const string ConfigurationSet = "configurationSet";
    public const string Tenant = "sesTenant";

    public override string Name => Id;

    public override string Label => "Amazon SES (API)";

    public override IReadOnlyList<ProviderField> Fields { get; } =
    [
        KindFields.Text(Id, Region, "Region", maxLength: 32) with { IsRequired = true, Help = "Such as eu-central-1. Identities, quotas and the sandbox are each region's own." },
        KindFields.Text(Id, AccessKeyId, "Access key ID", maxLength: 128) with { IsRequired = true },
        KindFields.Text(Id, ConfigurationSet, "Configuration set", FieldPart.Content, maxLength: 64),
        KindFields.Text(Id, Tenant, "SES tenant", FieldPart.Content, maxLength: 64),
    ];

    public override IReadOnlyList<ProviderSecret> Secrets { get; } =
    [
        KindFields.Secret(Id, SecretAccessKey, "Secret access key"),
        KindFields.Secret(Id, SessionToken, "Session token") with { IsRequired = false },
    ];

    public override IReadOnlyList<string> Notes { get; } =
    [
        FromDocumentation,
        "The access key is that of an IAM user whose policy allows ses:SendEmail and ses:SendRawEmail on the identity of the From Address.",
        "SES replaces the Message-ID. The console keeps its own in the header X-EmailConsole-Id.",
        "A new account is in the sandbox of its region: 1 message a second, 200 a day, to verified addresses only. Raise Messages per Minute to what the account may send.",
    ];

    public override PresetLimits? Limits { get; } = new() { Connections = 4, MessagesPerMinute = 60, RecipientsPerMessage = 50 };

    public override IEnumerable<FieldError> FindErrors(EmailProviderSettings settings)
    {
        if (settings.Values[Region] is { } region && !RegionName().IsMatch(region))
        {
            yield return Error(Region, "Enter the region's name, such as eu-central-1.");
        }

        if (settings.Values[AccessKeyId] is { } key && !key.All(char.IsAsciiLetterOrDigit))
        {
            yield return Error(AccessKeyId, "Enter the access key's id, letters and digits such as AKIA….");
        }
    }

    [GeneratedRegex(@"\A[a-z]{2,6}(-[a-z]{2,12}){1,2}-\d{1,2}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RegionName();
}
