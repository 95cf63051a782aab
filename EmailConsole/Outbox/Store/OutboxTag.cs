using System.Text.Json;
using EmailConsole.Outbox.Admission.Members;

namespace EmailConsole.Outbox.Store;

/// <summary>
/// A pair of a message's metadata, by which it is found. Written with the message and removed with it, by whoever removes it: a foreign key
/// would need a second index.
/// </summary>
public sealed class OutboxTag
{
    public const int MaxLength = 128;

    public Guid TenantId { get; init; }

    /// <summary><c>name=value</c>, the first <see cref="MaxLength"/> characters of it.</summary>
    public required string Pair { get; init; }

    public Guid MessageId { get; init; }

    /// <summary>The pair of a name and a value as it is stored.</summary>
    public static string PairOf(string name, string value)
    {
        var pair = $"{name}={value}";
        return pair.Length > MaxLength ? pair[..MaxLength] : pair;
    }

    /// <param name="metadata">As <see cref="MetadataMember"/> writes it; null: none.</param>
    public static IReadOnlyList<string> PairsOf(string? metadata)
    {
        if (metadata is null)
        {
            return [];
        }

        using var json = JsonDocument.Parse(metadata);
        return [.. json.RootElement.EnumerateObject().Select(m => PairOf(m.Name, m.Value.GetString() ?? "")).Distinct(StringComparer.Ordinal)];
    }
}
