using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.Tests.EmailProviders.Components;

/// <summary>A kind with a field of each sort, for the form alone.</summary>
public sealed class FormKind : IProviderKind
{
    public const string Id = "formkind";

    public string Name => Id;

    public string Label => "Form Kind (API)";

    public IReadOnlyList<ProviderField> Fields { get; } =
    [
        KindFields.Choice(Id, "region", "Region", [("eu", "Europe"), ("us", "United States")]),
        KindFields.Text(Id, "account", "Account", maxLength: 40) with { IsRequired = true, Help = "As the service calls it." },
        KindFields.Text(Id, "template", "Body", FieldPart.Choice, 4000) with { IsLong = true },
        KindFields.Text(Id, "bucket", "Bucket") with { When = s => s.Values["region"] == "us" },
    ];

    public IReadOnlyList<ProviderSecret> Secrets { get; } = [KindFields.Secret(Id, "key", "API Key")];

    public IReadOnlyList<string> Notes { get; } = ["Made up for the form."];

    public KindValues Defaults { get; } = KindValues.None.With("region", "eu").With("template", "{}");

    public PresetLimits? Limits { get; } = new() { MessagesPerMinute = 120 };

    public IEnumerable<FieldError> FindErrors(EmailProviderSettings settings) => [];

    /// <summary>The name of one of its fields, as in errors and inputs.</summary>
    public static string Field(string name) => KindFields.FullName(Id, name);
}
