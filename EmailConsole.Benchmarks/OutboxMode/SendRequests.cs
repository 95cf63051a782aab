using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EmailConsole.Benchmarks.SenderMode;

namespace EmailConsole.Benchmarks.OutboxMode;

/// <summary>Requests to the send API as bytes, made before the measuring.</summary>
internal sealed class SendRequests(Uri address, string key, OtpTemplates templates, string tenant = "carbon.super")
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public List<ReadOnlyMemory<byte>> Make(int count) => [.. Enumerable.Range(0, count).Select(Request)];

    private ReadOnlyMemory<byte> Request(int number)
    {
        var code = number.ToString("D6", CultureInfo.InvariantCulture);
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                to = new[] { $"user{code}@example.test" },
                subject = $"Your sign-in code: {code}",
                text = templates.Text.Replace("{{code}}", code, StringComparison.Ordinal),
                html = templates.Html.Replace("{{code}}", code, StringComparison.Ordinal),
                timeToLive = 300,
            },
            Json);
        var head = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST /t/{tenant}/api/v1/emails HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"));
        return (byte[])[.. head, .. body];
    }
}
