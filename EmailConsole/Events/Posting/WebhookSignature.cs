using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EmailConsole.Events.Posting;

/// <summary>
/// The signature of Standard Webhooks 1.0.0: HMAC-SHA256 over the id, the seconds since the epoch and the body, with dots between them. While a
/// secret is changed there is one by each, with a blank between them.
/// </summary>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <param name="secrets">The bytes of each secret; the newest first.</param>
    /// <param name="id">Of the event; no dot.</param>
    /// <param name="timestamp">Of this attempt.</param>
    /// <param name="body">As it is sent.</param>
    /// <returns>The value of the header <c>webhook-signature</c>.</returns>
    public static string Of(IEnumerable<byte[]> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        byte[] signed = [.. head, .. body];
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, signed))}"));
    }
}
