using System.Buffers.Binary;
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

    /// <param name="provider">Of its settings those count that decide about a connection (<see cref="FieldPart.Connection"/>).</param>
    public static string DigestOf(ProviderInForce provider)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, provider.Origin.ToString());
        foreach (var field in ProviderFields.All.Where(f => f.Part == FieldPart.Connection))
        {
            Append(hash, field.Identity(provider.Settings));
        }

        foreach (var secret in ProviderFields.Secrets)
        {
            Append(hash, secret.Of(provider.Secrets));
        }

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
