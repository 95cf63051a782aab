using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>
/// The keys that a table may have, by its kind. Those of SMTP are WSO2's. Those of another kind, and the limits, follow from the descriptors
/// of the fields: <c>accessKeyId</c> is <c>access_key_id</c>, unless the descriptor names another key.
/// </summary>
internal sealed class TableKeys
{
    private static readonly string[] Sender = [EmailKeys.FromAddress, EmailKeys.Signature, EmailKeys.ReplyTo];

    private TableKeys(IProviderKind? kind, bool isStandby)
    {
        Kind = kind;
        Fields = kind?.Fields ?? [];
        Secrets = kind?.Secrets ?? [];
        Limits = [.. ProviderFields.All.Where(f => f.Part == FieldPart.Limit && (f.Kind is null || f.Kind == (kind?.Name ?? ProviderKinds.Smtp)))];
        All =
        [
            EmailKeys.Provider,
            .. isStandby ? [EmailKeys.Name, EmailKeys.Enabled] : Array.Empty<string>(),
            .. kind is null ? EmailKeys.Smtp : Sender,
            .. Fields.Select(Of), .. Secrets.Select(Of), .. Limits.Select(Of),
        ];
    }

    /// <summary>Of every kind, of the first and of standbys.</summary>
    public static IReadOnlyList<TableKeys> OfAllKinds { get; } = [new(kind: null, isStandby: true), .. ProviderKinds.Apis.Select(k => new TableKeys(k, isStandby: true))];

    /// <summary>Null: SMTP.</summary>
    public IProviderKind? Kind { get; }

    /// <summary>Those of a kind other than SMTP.</summary>
    public IReadOnlyList<ProviderField> Fields { get; }

    /// <summary>The same.</summary>
    public IReadOnlyList<ProviderSecret> Secrets { get; }

    public IReadOnlyList<ProviderField> Limits { get; }

    public IReadOnlyList<string> All { get; }

    /// <summary>As the file names the kind.</summary>
    public string KindName => NameOf(Kind);

    /// <param name="kind">Null: SMTP.</param>
    /// <param name="isStandby">Whether the table is one of a standby.</param>
    public static TableKeys Of(IProviderKind? kind, bool isStandby) => new(kind, isStandby);

    /// <summary>The key of a field that is a kind's own, or of a limit.</summary>
    public static string Of(ProviderField field) => field.FileKey ?? Snake(field.Value ?? field.Name);

    /// <inheritdoc cref="Of(ProviderField)"/>
    public static string Of(ProviderSecret secret) => Snake(secret.Name[(secret.Name.LastIndexOf('.') + 1)..]);

    public static string NameOf(IProviderKind? kind) => (kind?.Name ?? ProviderKinds.Smtp).ToUpperInvariant();

    /// <returns>False: there is no such kind.</returns>
    public static bool TryFindKind(string text, out IProviderKind? kind)
    {
        var name = text.Trim();
        kind = ProviderKinds.Apis.FirstOrDefault(k => k.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return kind is not null || name.Length == 0 || name.Equals(ProviderKinds.Smtp, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a table of some kind has it.</summary>
    public static bool IsKnown(string key) => key == EmailKeys.Host || OfAllKinds.Any(k => k.All.Contains(key, StringComparer.Ordinal));

    /// <summary>Whether it is known, and in no kind a secret, nor a text that may hold one.</summary>
    public static bool IsHarmless(string key) =>
        IsKnown(key) && key != EmailKeys.CustomProperties && !EmailKeys.IsSecret(key) && !OfAllKinds.Any(k =>
            k.Secrets.Any(s => Of(s) == key) || k.Fields.Any(f => f.IsLong && Of(f) == key));

    /// <summary>Whether it may be an address with a query, which may be a credential.</summary>
    public static bool HasQuery(string value) => value.Contains("://", StringComparison.Ordinal) && value.Contains('?', StringComparison.Ordinal);

    private static string Snake(string name) =>
        string.Concat(name.Select((c, i) => !char.IsUpper(c) ? $"{c}" : i == 0 ? $"{char.ToLowerInvariant(c)}" : $"_{char.ToLowerInvariant(c)}"));
}
