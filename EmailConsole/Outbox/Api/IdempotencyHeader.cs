using Microsoft.Extensions.Primitives;

namespace EmailConsole.Outbox.Api;

/// <summary>The header <c>Idempotency-Key</c>: by it a caller says that a request is the same as an earlier one.</summary>
internal static class IdempotencyHeader
{
    public const string Name = "Idempotency-Key";

    /// <summary>In the answer: nothing was accepted now, an earlier request was answered so.</summary>
    public const string ReplayedName = "Idempotency-Replayed";

    private const int Longest = 255;

    /// <param name="values">As sent.</param>
    /// <param name="key">Null: there is none.</param>
    /// <returns>What is wrong with it; null: fine.</returns>
    public static string? Read(StringValues values, out string? key)
    {
        key = null;
        if (values.Count == 0)
        {
            return null;
        }

        var text = values.Count == 1 ? values[0] ?? "" : "";
        if (text.Length is 0 or > Longest || text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return $"Use one key of 1 to {Longest} printable ASCII characters, such as a UUID.";
        }

        key = text;
        return null;
    }
}
