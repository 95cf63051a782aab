using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EmailConsole.Outbox.Admission.Members;

namespace EmailConsole.Outbox.Store;

/// <summary>
/// A pair of a message's metadata, by which it is found, or the Message-ID that a program gave it, which others may have too. Written with the message and removed with it, by whoever removes it: a foreign key
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

    /// <summary>A Message-ID as it is stored: a pair without a name, which no metadata has. Of a long one its hash.</summary>
    public static string PairOfMessageId(string messageId) =>
        messageId.Length < MaxLength ? $"={messageId}" : $"={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)))}";

    /// <summary>What a message is found by whatever its metadata say.</summary>
    /// <param name="id">The message.</param>
    /// <param name="messageId">Its Message-ID. What the outbox gives is made of the id, and needs no pair.</param>
    /// <returns>Null: nothing.</returns>
    public static string? PairOfOwn(Guid id, string messageId) => messageId.StartsWith($"{id:N}@", StringComparison.Ordinal) ? null : PairOfMessageId(messageId);

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
