using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace EmailConsole.Accounts.ApiKeys.Tokens;

/// <summary>A key that signs access tokens, made of a key of the key ring.</summary>
/// <param name="Key">Signs (ES256) and verifies; its id is in the header of each token.</param>
/// <param name="ActiveFrom">Signs from then on, unless a later one does.</param>
/// <param name="ActiveUntil">Signs until then; what it signed is good for as long as a token lives.</param>
internal sealed record SigningKey(ECDsaSecurityKey Key, DateTimeOffset ActiveFrom, DateTimeOffset ActiveUntil);

/// <summary>
/// The keys of access tokens. Each is derived from a key of the key ring, so that they are protected, shared, rotated and revoked
/// with it and nothing else is stored: whoever has the ring verifies what others with it have signed.
/// </summary>
internal sealed class SigningKeys(IKeyManager ring, IOptions<KeyManagementOptions> options, TimeProvider time)
{
    /// <summary>How long a token lives.</summary>
    public static readonly TimeSpan TokenLife = TimeSpan.FromHours(1);

    // By which tokens of this console are told from others before any key is looked for
    private const string IdStart = "ec-";

    private const int ScalarLength = 32;

    private static readonly byte[] Purpose = "EmailConsole.AccessTokens.ES256"u8.ToArray();

    // Order of the curve P-256 (SP 800-186, section 3.2.1.3)
    private static readonly BigInteger Order = new(
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);

    // What other processes change in the ring: their new keys are looked for when a token names one
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenSearches = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, ECDsaSecurityKey> _derived = [];
    private Reading? _reading;

    /// <summary>Whether the id of a key is one of this class; the key need not be there.</summary>
    public static bool IsId([NotNullWhen(true)] string? id) => id?.StartsWith(IdStart, StringComparison.Ordinal) == true;

    /// <summary>The key that signs now.</summary>
    public SigningCredentials Current()
    {
        lock (_lock)
        {
            return new SigningCredentials((FindCurrent(Read(Fresh)) ?? FindCurrent(Read(TimeSpan.Zero)) ?? Add()).Key, SecurityAlgorithms.EcdsaSha256);
        }
    }

    /// <returns>Null: no such key, or it is over or revoked.</returns>
    public SecurityKey? Find(string? id)
    {
        if (!IsId(id))
        {
            return null;
        }

        return Find(Read(Fresh), id) ?? Find(Read(BetweenSearches), id);
    }

    /// <summary>All that may have signed a good token, and those that will sign next.</summary>
    public IReadOnlyList<ECDsaSecurityKey> Published()
    {
        _ = Current();
        return [.. Read(Fresh).Where(IsGood).Select(key => key.Key)];
    }

    /// <summary>The latest of those that are in force; where the clock of whoever made it goes ahead, the first that will be.</summary>
    private SigningKey? FindCurrent(IReadOnlyList<SigningKey> keys)
    {
        var now = time.GetUtcNow();
        var good = keys.Where(key => key.ActiveUntil > now).ToList();
        return good.Where(key => key.ActiveFrom <= now).MaxBy(key => key.ActiveFrom) ?? good.MinBy(key => key.ActiveFrom);
    }

    /// <summary>The ring adds keys as well, but when it next protects something.</summary>
    private SigningKey Add()
    {
        if (!options.Value.AutoGenerateKeys)
        {
            throw new InvalidOperationException("The key ring (KeyRing:Path) has no key that is in force.");
        }

        var now = time.GetUtcNow();
        var key = ring.CreateNewKey(now, now + options.Value.NewKeyLifetime);
        return new SigningKey(Derive(key), key.ActivationDate, key.ExpirationDate);
    }

    private ECDsaSecurityKey? Find(IReadOnlyList<SigningKey> keys, string id) =>
        keys.FirstOrDefault(key => key.Key.KeyId == id && IsGood(key))?.Key;

    private bool IsGood(SigningKey key) => key.ActiveUntil + TokenLife > time.GetUtcNow();

    private IReadOnlyList<SigningKey> Read(TimeSpan fresh)
    {
        lock (_lock)
        {
            if (_reading is not { } last || last.Changed.IsCancellationRequested || time.GetElapsedTime(last.At) >= fresh)
            {
                // Asked before the keys are: a change meanwhile is seen at the next reading
                var changed = ring.GetCacheExpirationToken();
                var keys = ring.GetAllKeys().Where(key => !key.IsRevoked).ToList();
                _reading = new Reading(
                    time.GetTimestamp(), [.. keys.Select(key => new SigningKey(Derive(key), key.ActivationDate, key.ExpirationDate))], changed);
            }

            return _reading.Keys;
        }
    }

    private ECDsaSecurityKey Derive(IKey key)
    {
        if (!_derived.TryGetValue(key.KeyId, out var derived))
        {
            derived = Create(key);
            _derived.Add(key.KeyId, derived);
        }

        return derived;
    }

    private static ECDsaSecurityKey Create(IKey key)
    {
        var master = Convert.FromBase64String(key.Descriptor.ExportToXml().SerializedDescriptorElement.Descendants("masterKey").Single().Value);

        // 64 bits more than the order has, so that the remainder favours no number (FIPS 186-5, A.2.1)
        var seed = HKDF.DeriveKey(HashAlgorithmName.SHA256, master, ScalarLength + 8, key.KeyId.ToByteArray(), Purpose);
        var scalar = (new BigInteger(seed, isUnsigned: true, isBigEndian: true) % (Order - 1)) + 1;
        var bytes = scalar.ToByteArray(isUnsigned: true, isBigEndian: true);
        var d = new byte[ScalarLength];
        bytes.CopyTo(d, ScalarLength - bytes.Length);
        var derived = new ECDsaSecurityKey(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d }));
        foreach (var secret in new[] { master, seed, bytes, d })
        {
            CryptographicOperations.ZeroMemory(secret);
        }

        derived.KeyId = IdStart + Base64UrlEncoder.Encode(derived.ComputeJwkThumbprint());
        return derived;
    }

    private sealed record Reading(long At, IReadOnlyList<SigningKey> Keys, CancellationToken Changed);
}
