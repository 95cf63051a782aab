using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using EmailConsole.Accounts.ApiKeys.Tokens;
using EmailConsole.Cluster;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace EmailConsole.Accounts.SetUp;

/// <summary>
/// The token of the set-up link in force. Only its hash is kept; a new one replaces it. Where several nodes share the console all of them have the same, so
/// that a link leads to the goal whichever of them printed it, and whichever answers: it is derived from the key ring, and changes every half an hour.
/// </summary>
internal sealed class SetUpToken(IOptions<ClusterOptions> cluster, SigningKeys keys, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private static readonly byte[] Purpose = "EmailConsole.SetUp"u8.ToArray();

    private readonly Lock _lock = new();
    private byte[]? _hash;
    private DateTimeOffset _expiresAt;

    /// <returns>256 bits in base64url that nobody can guess, known to the caller alone, or to the nodes. Good for <see cref="Lifetime"/> at least.</returns>
    public string Renew()
    {
        var token = Base64Url.EncodeToString(cluster.Value.Enabled ? Derive((ECDsaSecurityKey)keys.Current().Key, Period) : RandomNumberGenerator.GetBytes(32));
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
            if (_hash is null)
            {
                return false;
            }

            if (!cluster.Value.Enabled)
            {
                return time.GetUtcNow() < _expiresAt && CryptographicOperations.FixedTimeEquals(_hash, Hash(token ?? ""));
            }
        }

        // Whoever printed it may have done so in the period before
        var hash = Hash(token ?? "");
        var period = Period;
        return keys.Published().SelectMany(key => new[] { Derive(key, period), Derive(key, period - 1) })
            .Any(derived => CryptographicOperations.FixedTimeEquals(Hash(Base64Url.EncodeToString(derived)), hash));
    }

    private long Period => time.GetUtcNow().Ticks / Lifetime.Ticks;

    private static byte[] Derive(ECDsaSecurityKey key, long period)
    {
        var secret = key.ECDsa.ExportParameters(includePrivateParameters: true).D!;
        var salt = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(salt, period);
        var derived = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, outputLength: 32, salt, Purpose);
        CryptographicOperations.ZeroMemory(secret);
        return derived;
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
