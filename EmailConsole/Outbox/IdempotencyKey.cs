using System.Security.Cryptography;
using System.Text;

namespace EmailConsole.Outbox;

/// <summary>A caller's <c>Idempotency-Key</c> and what it was used for, as hashes (SHA-256).</summary>
public sealed record IdempotencyKey(byte[] KeyHash, byte[] BodyHash)
{
    /// <param name="key">As sent.</param>
    /// <param name="route">What was asked: the same body means something else elsewhere.</param>
    /// <param name="body">As sent, byte by byte.</param>
    public static IdempotencyKey Of(string key, string route, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(route + "\n"));
        hash.AppendData(body);
        return new IdempotencyKey(SHA256.HashData(Encoding.UTF8.GetBytes(key)), hash.GetHashAndReset());
    }
}
