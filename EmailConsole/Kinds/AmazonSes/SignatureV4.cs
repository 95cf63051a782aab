using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EmailConsole.Kinds.AmazonSes;

/// <summary>AWS Signature Version 4 of a request.</summary>
/// <remarks>
/// Our own, over the platform's SHA-256 and HMAC: the signer of AWSSDK.Core is in a namespace for its internal use and signs requests of its
/// own pipeline, which sends and repeats them itself. Held to the vectors that AWS publishes.
/// </remarks>
internal static class SignatureV4
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <param name="method">Such as POST.</param>
    /// <param name="address">Its path and query in their canonical form: escaped once, the query sorted.</param>
    /// <param name="headers">All that is signed besides Host and X-Amz-Date.</param>
    /// <param name="body">As it goes out; empty: none.</param>
    /// <param name="credentials">Whose.</param>
    /// <param name="now">The time; AWS allows a difference of five minutes.</param>
    /// <returns>X-Amz-Date and Authorization.</returns>
    public static IReadOnlyList<(string Name, string Value)> Sign(
        string method, Uri address, IReadOnlyList<(string Name, string Value)> headers, ReadOnlySpan<byte> body, Credentials credentials, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var signed = headers.Append(("Host", address.IsDefaultPort ? address.IdnHost : address.Authority)).Append(("X-Amz-Date", time))
            .Select(h => (Name: h.Item1.ToLowerInvariant(), Value: string.Join(' ', h.Item2.Split(' ', StringSplitOptions.RemoveEmptyEntries))))
            .OrderBy(h => h.Name, StringComparer.Ordinal).ToList();
        var names = string.Join(';', signed.Select(h => h.Name));
        string[] request =
        [
            method, address.AbsolutePath, address.Query.TrimStart('?'), .. signed.Select(h => $"{h.Name}:{h.Value}"), "", names, Hex(SHA256.HashData(body)),
        ];
        var scope = $"{time[..8]}/{credentials.Region}/{credentials.Service}/aws4_request";
        var key = Hmac(Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes($"AWS4{credentials.SecretAccessKey}"), time[..8]), credentials.Region), credentials.Service), "aws4_request");
        var signature = Hex(Hmac(key, $"{Algorithm}\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', request))))}"));
        return
        [
            ("X-Amz-Date", time),
            ("Authorization", $"{Algorithm} Credential={credentials.AccessKeyId}/{scope}, SignedHeaders={names}, Signature={signature}"),
        ];
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    /// <param name="AccessKeyId">Public.</param>
    /// <param name="SecretAccessKey">The key itself.</param>
    /// <param name="Region">Such as <c>eu-central-1</c>.</param>
    /// <param name="Service">Such as <c>ses</c>.</param>
    internal sealed record Credentials(string AccessKeyId, string SecretAccessKey, string Region, string Service)
    {
        public override string ToString() => "(credentials)";
    }
}
