using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace EmailConsole.Accounts.SetUp;

/// <summary>The token of the set-up link in force. Only its hash is kept; a new one replaces it.</summary>
internal sealed class SetUpToken(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private readonly Lock _lock = new();
    private byte[]? _hash;
    private DateTimeOffset _expiresAt;

    /// <returns>256 random bits in base64url, known to the caller alone.</returns>
    public string Renew()
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        lock (_lock)
        {
            _hash = Hash(token);
            _expiresAt = time.GetUtcNow() + Lifetime;
        }

        return token;
    }

    /// <summary>Whether a link is in force: nobody can sign in yet.</summary>
    public bool IsOffered
    {
        get
        {
            lock (_lock)
            {
                return _hash is not null && time.GetUtcNow() < _expiresAt;
            }
        }
    }

    public bool IsValid(string? token)
    {
        lock (_lock)
        {
            return _hash is not null && time.GetUtcNow() < _expiresAt
                && CryptographicOperations.FixedTimeEquals(_hash, Hash(token ?? ""));
        }
    }

    public void End()
    {
        lock (_lock)
        {
            _hash = null;
        }
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
