using System.Reflection;

namespace EmailConsole.EmailProviders.Kinds;

/// <summary>The kinds of providers there are.</summary>
public static class ProviderKinds
{
    /// <summary>The name of the kind with the fields of <see cref="EmailProviderSettings"/> itself, which most settings have.</summary>
    public const string Smtp = "smtp";

    /// <summary>SMTP, then the others by name: each class of this assembly, or of one that is built on it, which is a kind.</summary>
    public static IReadOnlyList<IProviderKind> All { get; } =
    [
        .. AppDomain.CurrentDomain.GetAssemblies()
            .Where(a => a == Own || a.GetReferencedAssemblies().Any(r => r.FullName == Own.FullName))
            .SelectMany(a => a.GetTypes())
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IProviderKind)))
            .Select(t => (IProviderKind)Activator.CreateInstance(t)!)
            .OrderBy(k => k.Name != Smtp).ThenBy(k => k.Label, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Those with all their fields in <see cref="EmailProviderSettings.Values"/>: form, API and file read and write them by their descriptors alone.</summary>
    public static IReadOnlyList<IProviderKind> Apis { get; } = [.. All.Where(k => k.Name != Smtp)];

    private static Assembly Own => typeof(ProviderKinds).Assembly;

    /// <returns>Null: unknown.</returns>
    public static IProviderKind? Find(string? name) => All.FirstOrDefault(k => k.Name == name);

    /// <returns>Null: SMTP, or unknown.</returns>
    public static IProviderKind? FindApi(string? name) => Apis.FirstOrDefault(k => k.Name == name);

    /// <param name="provider">As the Notification Senders API calls it.</param>
    /// <returns>Null: SMTP, or unknown.</returns>
    public static IProviderKind? FindByApiName(string? provider) => Apis.FirstOrDefault(k => k.ApiName == provider);
}

/// <summary>Makes the fields and secrets of a kind.</summary>
public static class KindFields
{
    /// <summary>A line of text.</summary>
    /// <param name="kind">The name of the kind.</param>
    /// <param name="name">Of the value, unique within the kind; the field's name has the kind's before it. The API's key, unless another is set.</param>
    /// <param name="label">As in the form.</param>
    /// <param name="part">What it decides.</param>
    /// <param name="maxLength">Characters.</param>
    public static ProviderField Text(string kind, string name, string label, FieldPart part = FieldPart.Connection, int maxLength = 1024) => new(
        FullName(kind, name), label, part, FieldUse.OwnServer,
        s => s.Values[name] ?? "",
        (s, text) => s with { Values = s.Values.With(name, text) },
        // Kinds may call a value of theirs alike
        (from, to) => to.Kind != kind ? to : to with { Values = to.Values.With(name, from.Kind == kind ? from.Values[name] : null) })
    {
        Key = name,
        Kind = kind,
        MaxLength = maxLength,
        Value = name,
    };

    /// <summary>One of some texts; an empty one among them: none need be chosen.</summary>
    /// <param name="kind">As of a text.</param>
    /// <param name="name">The same.</param>
    /// <param name="label">The same.</param>
    /// <param name="choices">What is stored, and what people read.</param>
    /// <param name="part">What it decides.</param>
    public static ProviderField Choice(
        string kind, string name, string label, IReadOnlyList<(string Value, string Label)> choices, FieldPart part = FieldPart.Connection)
    {
        var text = Text(kind, name, label, part, 64);
        return text with
        {
            MaxLength = null,
            Choices = [.. choices.Select(c => c.Value)],
            Show = s => choices.FirstOrDefault(c => c.Value == text.Read(s)).Label ?? text.Read(s),
            ChoiceLabel = value => choices.FirstOrDefault(c => c.Value == value).Label ?? value,
        };
    }

    /// <param name="kind">As of a text.</param>
    /// <param name="name">The same.</param>
    /// <param name="label">The same.</param>
    /// <param name="when">The settings that have it, besides that they are of the kind; null: all of them.</param>
    public static ProviderSecret Secret(string kind, string name, string label, Func<EmailProviderSettings, bool>? when = null)
    {
        var full = FullName(kind, name);
        return new ProviderSecret(
            full, label, s => s.Server == ProviderServer.Own && s.Kind == kind && when?.Invoke(s) != false,
            s => s.Values[full], (s, value) => s with { Values = s.Values.With(full, value) },
            i => i.Secrets[full] is { } typed ? new SecretInput.Replaced(typed) : i.Removed.Contains(full) ? new SecretInput.Replaced("") : SecretInput.Keep, s => s.StoredSecrets[full] is not null)
        { Key = name };
    }

    /// <summary>The name of a kind's field or secret, in errors and for <see cref="EmailProviderSecrets.Values"/>.</summary>
    public static string FullName(string kind, string name) => $"{kind}.{name}";
}
