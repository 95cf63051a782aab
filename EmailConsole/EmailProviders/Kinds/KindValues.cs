using System.Collections.Immutable;
using System.Text.Json;

namespace EmailConsole.EmailProviders.Kinds;

/// <summary>What the fields of a kind hold, by their names. Compared by content; nothing is held that is empty.</summary>
public sealed class KindValues : IEquatable<KindValues>
{
    private readonly ImmutableSortedDictionary<string, string> _values;

    private KindValues(ImmutableSortedDictionary<string, string> values) => _values = values;

    public static KindValues None { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    public bool IsEmpty => _values.IsEmpty;

    public IEnumerable<string> Names => _values.Keys;

    /// <returns>Null: it is not set.</returns>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <param name="json">As <see cref="ToJson"/> wrote it; null or empty: none.</param>
    public static KindValues FromJson(string? json) => string.IsNullOrEmpty(json)
        ? None
        : new KindValues(None._values.AddRange(JsonSerializer.Deserialize<Dictionary<string, string>>(json)!));

    public string ToJson() => JsonSerializer.Serialize<IReadOnlyDictionary<string, string>>(_values);

    /// <param name="name">Which.</param>
    /// <param name="value">Null or empty: it is not set any more.</param>
    public KindValues With(string name, string? value) =>
        new(string.IsNullOrEmpty(value) ? _values.Remove(name) : _values.SetItem(name, value));

    public bool Equals(KindValues? other) => other is not null && _values.SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as KindValues);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (name, value) in _values)
        {
            hash.Add(name, StringComparer.Ordinal);
            hash.Add(value, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    // They may be secrets
    public override string ToString() => $"({_values.Count} values)";
}
