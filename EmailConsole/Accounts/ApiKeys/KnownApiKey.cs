using System.Security.Cryptography;
using EmailConsole.Rest;

namespace EmailConsole.Accounts.ApiKeys;

/// <summary>A key of an active tenant as it was read a moment ago.</summary>
/// <param name="Caller">What requests with the key are.</param>
/// <param name="Hash">SHA-256 of the key.</param>
/// <param name="ExpiresAt">Null: never.</param>
internal sealed record KnownApiKey(RestCaller.Key Caller, byte[] Hash, DateTimeOffset? ExpiresAt)
{
    /// <summary>Whether a text that starts like this key is this key, and the key good at a moment.</summary>
    public bool Accepts(string key, DateTimeOffset now) => Is(key) && IsGoodAt(now);

    /// <summary>Whether a text that starts like this key is this key, good or not.</summary>
    public bool Is(string key) => CryptographicOperations.FixedTimeEquals(ApiKeyText.Hash(key), Hash);

    /// <summary>Whether it is not expired.</summary>
    public bool IsGoodAt(DateTimeOffset now) => ExpiresAt is null || ExpiresAt > now;
}
