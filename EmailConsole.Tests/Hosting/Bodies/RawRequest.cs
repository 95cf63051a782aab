using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace EmailConsole.Tests.Hosting.Bodies;

/// <summary>A request over a connection of its own, sent as far as a test likes.</summary>
internal sealed class RawRequest : IDisposable
{
    private readonly TcpClient _client = new();

    /// <summary>Sends the head of a POST.</summary>
    /// <param name="console">Where.</param>
    /// <param name="path">Without the first slash.</param>
    /// <param name="credential">Null: none.</param>
    /// <param name="length">The <c>Content-Length</c>; null: chunked.</param>
    /// <param name="contentType">Of the body.</param>
    public static async Task<RawRequest> OpenAsync(
        Uri console, string path, AuthenticationHeaderValue? credential, long? length, string contentType = "application/json")
    {
        var request = new RawRequest();
        await request._client.ConnectAsync(console.Host, console.Port);
        var head = $"POST /{path} HTTP/1.1\r\nHost: {console.Authority}\r\nContent-Type: {contentType}\r\n"
            + (credential is null ? "" : $"Authorization: {credential}\r\n")
            + (length is null ? "Transfer-Encoding: chunked\r\n\r\n" : $"Content-Length: {length}\r\n\r\n");
        await request.SendAsync(Encoding.ASCII.GetBytes(head));
        return request;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) =>
        _client.GetStream().WriteAsync(bytes, cancellationToken);

    /// <summary>Sends a chunk of a chunked body.</summary>
    public async Task SendChunkAsync(ReadOnlyMemory<byte> bytes)
    {
        await SendAsync(Encoding.ASCII.GetBytes($"{bytes.Length:X}\r\n"));
        await SendAsync(bytes);
        await SendAsync("\r\n"u8.ToArray());
    }

    /// <summary>What is answered until the server closes the connection, in whatever way.</summary>
    public async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        using var read = new MemoryStream();
        try
        {
            await _client.GetStream().CopyToAsync(read, cancellationToken);
        }
        catch (IOException)
        {
            // It does not wait for the rest of the body
        }

        return Encoding.UTF8.GetString(read.ToArray());
    }

    public void Dispose() => _client.Dispose();
}
