using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.Kinds.MicrosoftGraph;

internal sealed class GraphKind : ApiKind
{
    public const string Id = "graph";
    public const string Directory = "tenantId";
    public const string ClientId = "clientId";
    public const string ClientSecret = "clientSecret";
    public const string Mailbox = "mailbox";
    public const string Cloud = "cloud";
    public const string Global = "global";

    public override string Name => Id;

    public override string Label => "Microsoft 365 (Graph)";

    public override IReadOnlyList<ProviderField> Fields { get; } =
    [
        KindFields.Text(Id, Directory, "Directory (tenant) ID", maxLength: 253) with { IsRequired = true },
        KindFields.Text(Id, ClientId, "Application (client) ID", maxLength: 255) with { IsRequired = true },
        KindFields.Text(Id, Mailbox, "Mailbox", maxLength: 255) with { IsRequired = true, Help = "The address of the mailbox that sends; From Address is this one, or one that it may send as." },
        KindFields.Choice(Id, Cloud, "Cloud", [.. GraphCloud.All.Select(c => (c.Name, c.Label))]) with { IsRequired = true },
    ];

    public override IReadOnlyList<ProviderSecret> Secrets { get; } = [KindFields.Secret(Id, ClientSecret, "Client secret (Value)")];

    public override IReadOnlyList<string> Notes { get; } =
    [
        FromDocumentation,
        "The application needs the application permission Mail.Send with admin consent. It could then send as any mailbox: limit it in Exchange with RBAC for Applications.",
        "Microsoft takes a message before it looks at the recipients: what it cannot deliver comes back to the mailbox.",
        "Every message stays in Sent Items of the mailbox: set a retention, or the mailbox fills up.",
        "Messages with attachments may have about 3 MB. Some headers are lost on the way.",
    ];

    public override KindValues Defaults { get; } = KindValues.None.With(Cloud, Global);

    public override PresetLimits? Limits { get; } = new() { Connections = 2, MessagesPerMinute = 30, RecipientsPerMessage = 500 };

    public override bool UsesToken(EmailProviderSettings settings) => true;

    public override IEnumerable<FieldError> FindErrors(EmailProviderSettings settings)
    {
        if (settings.Values[Directory] is { } directory && !directory.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'))
        {
            yield return Error(Directory, "Enter the directory's id, or one of its domains.");
        }

        if (settings.Values[Mailbox] is { } mailbox && (!mailbox.Contains('@', StringComparison.Ordinal) || mailbox.AsSpan().IndexOfAny(" /<>") >= 0))
        {
            yield return Error(Mailbox, "Enter the address of the mailbox, such as no-reply@example.com.");
        }
    }
}

/// <param name="Name">Stored.</param>
/// <param name="Label">As people know it.</param>
/// <param name="GraphHost">Of the API.</param>
/// <param name="TokenHost">Of Microsoft Entra.</param>
internal sealed record GraphCloud(string Name, string Label, string GraphHost, string TokenHost)
{
    public static IReadOnlyList<GraphCloud> All { get; } =
    [
        new(GraphKind.Global, "Global", "graph.microsoft.com", "login.microsoftonline.com"),
        new("usgov", "US Gov", "graph.microsoft.us", "login.microsoftonline.us"),
        new("usdod", "US DoD", "dod-graph.microsoft.us", "login.microsoftonline.us"),
        new("china", "China", "microsoftgraph.chinacloudapi.cn", "login.chinacloudapi.cn"),
    ];

    public static GraphCloud Of(EmailProviderSettings settings) => All.FirstOrDefault(c => c.Name == settings.Values[GraphKind.Cloud]) ?? All[0];
}
