using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace EmailConsole.Tests.Outbox.Api;

/// <summary>
/// A body that something happens before. Sent with <c>Expect: 100-continue</c> it sets out only when the server asks for it,
/// which is after it has looked at the credential.
/// </summary>
internal sealed class HeldBody : HttpContent
{
    private readonly byte[] _body;
    private readonly Func<Task> _before;

    public HeldBody(string body, Func<Task> before)
    {
        (_body, _before) = (Encoding.UTF8.GetBytes(body), before);
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>A client that waits for the server's word, however long it takes.</summary>
    public static HttpClient CreateClient(HttpClient like) => new(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(2) })
    {
        BaseAddress = like.BaseAddress,
        DefaultRequestHeaders = { Authorization = like.DefaultRequestHeaders.Authorization, ExpectContinue = true },
    };

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        // Over HTTP/2 the client keeps the header fields back until something follows them
        await stream.FlushAsync();
        await _before();
        await stream.WriteAsync(_body);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
