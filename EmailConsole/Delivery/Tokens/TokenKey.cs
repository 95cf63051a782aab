using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Tokens;

/// <summary>
/// What a token was granted for. Whoever changes one character of it, the secret included, never meets an older token.
/// </summary>
/// <param name="OwnerTenantId">Whose provider.</param>
/// <param name="Digest">SHA-256 over client id, secret, endpoint, scopes and, where a user's tokens are asked for, that user and the password.</param>
internal readonly record struct TokenKey(Guid OwnerTenantId, string Digest)
{
    public static TokenKey For(ProviderInForce provider)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, provider.Settings.ClientId);
        Append(hash, provider.Secrets.ClientSecret);
        Append(hash, provider.Settings.TokenEndpoint);
        Append(hash, provider.Settings.Scopes);
        if (provider.TokenUser is { } user)
        {
            Append(hash, user);
            Append(hash, provider.Secrets.Password);
        }

        return new TokenKey(provider.OwnerTenantId, Convert.ToHexString(hash.GetHashAndReset()));
    }

    // With its length first, so that no two lists of values run together alike
    private static void Append(IncrementalHash hash, string? value)
    {
        var bytes = Encoding.UTF8.GetBytes(value ?? "");
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
