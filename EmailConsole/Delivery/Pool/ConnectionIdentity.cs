using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Pool;

/// <summary>
/// What a connection was opened and signed in with. Whoever changes one character of it, a secret included, never meets an
/// older connection.
/// </summary>
/// <param name="Digest">SHA-256 over settings and secrets; reveals nothing.</param>
/// <param name="AccessToken">Of client credentials.</param>
internal readonly record struct ConnectionIdentity(string Digest, string? AccessToken)
{
    public override string ToString() => Digest;

    /// <param name="provider">The settings; the limits among them change no connection.</param>
    public static string DigestOf(ProviderInForce provider)
    {
        var settings = provider.Settings;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, settings.Host);
        Append(hash, string.Create(
            CultureInfo.InvariantCulture,
            $"{settings.Port} {(int)settings.Encryption} {(int)settings.AuthenticationType} {(int)provider.Origin}"));
        Append(hash, settings.SignInName);
        Append(hash, settings.ClientId);
        Append(hash, settings.TokenEndpoint);
        Append(hash, settings.Scopes);
        Append(hash, provider.Secrets.Password);
        Append(hash, provider.Secrets.ClientSecret);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    // With its length first, so that no two lists of values run together alike
    private static void Append(IncrementalHash hash, string? value)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, value?.Length ?? -1);
        hash.AppendData(length);
        hash.AppendData(Encoding.UTF8.GetBytes(value ?? ""));
    }
}
