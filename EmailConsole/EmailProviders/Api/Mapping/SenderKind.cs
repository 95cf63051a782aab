using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.EmailProviders.Api.Mapping;

/// <summary>A sender of a kind other than SMTP: each field of the kind is a member or property by its <see cref="ProviderField.Key"/>.</summary>
internal static class SenderKind
{
    public const string Smtp = "SMTP";

    /// <summary>All that <c>provider</c> may be.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ProviderKinds.All.Select(k => k.ApiName)];

    /// <returns>Null: SMTP.</returns>
    public static IProviderKind? Of(WrittenSender? sender) => sender?.Provider is { } provider ? ProviderKinds.FindByApiName(provider) : null;

    public static string NameOf(EmailProviderSettings settings) => ProviderKinds.Find(settings.Kind)?.ApiName ?? settings.Kind;

    /// <summary>The field by which a kind says how it signs in; null: it has but one way.</summary>
    public static ProviderField? AuthenticationOf(IProviderKind kind) => kind.Fields.FirstOrDefault(f => f.Key == SenderKeys.AuthType);

    /// <summary>Whether a key is that of a field, which is known to be no secret.</summary>
    public static bool HasField(IProviderKind? kind, string key) => kind?.Fields.Any(f => f.Key == key) == true;

    /// <summary>A choice is found in any case; one that is left out is that of a new form. A text that is left out is none.</summary>
    public static EmailProviderSettings Read(IProviderKind kind, WrittenSender sender, EmailProviderSettings settings) =>
        kind.Fields.Aggregate(settings with { Kind = kind.Name }, (read, field) => field.Write(read, TextOf(kind, field, sender)));

    /// <summary>Says the kind of the settings and its fields, where the sender says something else.</summary>
    public static WrittenSender Write(WrittenSender sender, EmailProviderSettings settings, SenderVersion version)
    {
        var kind = ProviderKinds.FindApi(settings.Kind);
        var said = sender.Provider == (settings.Kind == ProviderKinds.Smtp ? null : NameOf(settings)) ? sender : Turn(sender, settings);

        // One by one: how it signs in decides what the fields behind it say
        var before = SenderSettings.Read(said, version);
        return (kind?.Fields ?? []).Aggregate(said, (written, field) =>
        {
            var now = field.Read(settings);
            return now == field.Read(before) && now == field.Read(SenderSettings.Read(written, version)) ? written : With(written, field.Key!, now.Length > 0 ? now : null);
        });
    }

    /// <summary>Without everything that only its kind has words for.</summary>
    public static WrittenSender WithoutKind(WrittenSender sender) =>
        (Of(sender) is { } kind ? sender.Without(kind.Fields.Select(f => f.Key!)) : SenderServer.Without(sender)) with { Provider = null, ProviderUrl = null, AuthType = null };

    private static WrittenSender Turn(WrittenSender sender, EmailProviderSettings settings) =>
        WithoutKind(sender) with { Provider = settings.Kind == ProviderKinds.Smtp ? null : NameOf(settings) };

    private static string TextOf(IProviderKind kind, ProviderField field, WrittenSender sender)
    {
        var text = (field.Key switch
        {
            SenderKeys.ProviderUrl => sender.ProviderUrl,
            SenderKeys.AuthType => sender.AuthType,
            var key => sender[key!],
        })?.Trim();
        return field.Choices is not { } choices ? text ?? ""
            : string.IsNullOrEmpty(text) ? kind.Defaults[field.Value!] ?? ""
            : choices.FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? text;
    }

    private static WrittenSender With(WrittenSender sender, string key, string? text) => key switch
    {
        SenderKeys.ProviderUrl => sender with { ProviderUrl = text },
        SenderKeys.AuthType => sender with { AuthType = text },
        _ => sender.With(key, text),
    };
}
