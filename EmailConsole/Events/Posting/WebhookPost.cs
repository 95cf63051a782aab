using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using EmailConsole.Delivery.Http;
using EmailConsole.Delivery.Network;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Queue;
using Microsoft.Extensions.Options;

namespace EmailConsole.Events.Posting;

/// <summary>
/// One signed request to a receiver, held to the network policy on each connection. No redirect is followed, no cookie kept, and of an answer no more
/// read than is shown.
/// </summary>
internal sealed class WebhookPost : IDisposable
{
    private static readonly TimeSpan MostRetryAfter = TimeSpan.FromHours(1);

    private readonly WebhookSecrets _secrets;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly HttpMessageInvoker _client;

    public WebhookPost(OutboundHttp http, WebhookSecrets secrets, IOptions<WebhookOptions> options, TimeProvider clock)
    {
        (_secrets, _timeout, _clock) = (secrets, options.Value.Timeout, clock);
        _client = new HttpMessageInvoker(http.CreateWebhookHandler());
    }

    /// <exception cref="OperationCanceledException">The console stops; the receiver may have it.</exception>
    public async Task<WebhookAnswer> SendAsync(EndpointInfo endpoint, Guid eventId, byte[] body, CancellationToken cancellationToken)
    {
        var (at, started) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        if (Keys(endpoint, at) is not { Count: > 0 } keys)
        {
            return Answer(null, null, "The secret of the endpoint cannot be decrypted: the key ring it was protected with is gone. Rotate the secret, or put the key ring back.");
        }

        using var over = new CancellationTokenSource(_timeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            using var request = Request(endpoint, eventId, body, keys, at);
            using var response = await _client.SendAsync(request, both.Token);
            var status = (int)response.StatusCode;
            var text = await ReadAsync(response, both.Token, cancellationToken);
            return Answer(status, text, status is >= 200 and < 300 ? null : WordsFor(status)) with { RetryAfter = RetryAfterOf(response, at) };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Answer(null, null, string.Create(CultureInfo.InvariantCulture, $"There was no answer within {_timeout.TotalSeconds:0} s."));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Answer(null, null, WordsFor(e, endpoint));
        }

        WebhookAnswer Answer(int? status, string? text, string? problem) => new(at, _clock.GetElapsedTime(started), status, text, problem);
    }

    public void Dispose() => _client.Dispose();

    private List<byte[]> Keys(EndpointInfo endpoint, DateTimeOffset now)
    {
        List<byte[]> keys = [];
        foreach (var stored in new[] { endpoint.ProtectedSecret, endpoint.PreviousUntil > now ? endpoint.ProtectedPrevious : null })
        {
            if (stored is not null && _secrets.TryUnprotect(endpoint.TenantId, endpoint.Id, stored, out var secret))
            {
                keys.Add(WebhookSecrets.KeyOf(secret));
            }
        }

        return keys;
    }

    private static HttpRequestMessage Request(EndpointInfo endpoint, Guid eventId, byte[] body, List<byte[]> keys, DateTimeOffset now)
    {
        var (id, timestamp) = (eventId.ToString("N"), now.ToUnixTimeSeconds());
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(keys, id, timestamp, body));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("EmailConsole", "1"));
        return request;
    }

    // The status is the answer: what is said besides may come slowly, without end, or not at all
    private static async Task<string?> ReadAsync(HttpResponseMessage response, CancellationToken over, CancellationToken cancellationToken)
    {
        var bytes = new byte[WebhookDeliveryMapping.MaxAnswer];
        var count = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(over);
            for (var read = 1; read > 0 && count < bytes.Length; count += read)
            {
                read = await stream.ReadAsync(bytes.AsMemory(count), over);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException
            && !cancellationToken.IsCancellationRequested)
        {
            // Shown as far as it came
        }

        if (count == 0)
        {
            return null;
        }

        // As it is shown, and kept: a character may be cut in two
        var text = Encoding.UTF8.GetString(bytes, 0, count);
        return string.Concat(text.Select(c => char.IsControl(c) && c is not '\n' and not '\t' ? ' ' : c));
    }

    private DateTimeOffset? RetryAfterOf(HttpResponseMessage response, DateTimeOffset at)
    {
        var asked = response.Headers.RetryAfter is not { } header ? null : header.Delta is { } delta ? at + delta : header.Date;
        var most = _clock.GetUtcNow() + MostRetryAfter;
        return asked > most ? most : asked;
    }

    private static string WordsFor(int status) => status switch
    {
        >= 300 and < 400 => "It answered with a redirect, which is not followed. Enter the address that it leads to.",
        410 => "It answered 410 Gone: it does not want to be told any more.",
        429 => "It asks for less (429).",
        _ => string.Create(CultureInfo.InvariantCulture, $"It answered {status}; only 2xx counts as success."),
    };

    // The address of a host is nothing that a tenant has to know
    private static string WordsFor(Exception exception, EndpointInfo endpoint)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case TargetNotAllowedException or CertificateRefusedException:
                    return e.Message;
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData }:
                    return $"The host {new Uri(endpoint.Url).IdnHost} is not known.";
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return "The connection was refused.";
                case SocketException:
                    return "No connection could be made.";
            }
        }

        return exception is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } ? "It answered, but not by HTTP." : "The connection was lost before there was an answer.";
    }
}
