using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EmailConsole.Tests.SmtpServing;

/// <summary>A client that says exactly what the test says.</summary>
public sealed class RawClient : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private NetworkStream _stream = default!;
    private StreamReader _reader = default!;

    /// <summary>Connects and reads nothing.</summary>
    public static async Task<RawClient> ConnectAsync(int port)
    {
        var raw = new RawClient();
        await raw._client.ConnectAsync(IPAddress.Loopback, port);
        raw._stream = raw._client.GetStream();
        raw._reader = new StreamReader(raw._stream, Encoding.UTF8);
        return raw;
    }

    /// <summary>Connects, and reads the greeting and the answer to EHLO.</summary>
    public static async Task<RawClient> GreetAsync(int port)
    {
        var raw = await ConnectAsync(port);
        await raw.ReadAsync();
        await raw.AskAsync("EHLO client.example");
        return raw;
    }

    public async Task SendAsync(string text) => await _stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask().WaitAsync(Bound.Wait);

    public async Task SendAsync(byte[] octets) => await _stream.WriteAsync(octets).AsTask().WaitAsync(Bound.Wait);

    /// <summary>Sends a command.</summary>
    /// <returns>The last line of the reply.</returns>
    public async Task<string> AskAsync(string command)
    {
        await SendAsync($"{command}\r\n");
        return await ReadAsync();
    }

    /// <returns>The last line of the next reply; <c>(closed)</c> when there is none.</returns>
    public async Task<string> ReadAsync()
    {
        while (true)
        {
            try
            {
                var line = await _reader.ReadLineAsync().WaitAsync(Bound.Wait);
                if (line is null)
                {
                    return "(closed)";
                }

                if (line.Length < 4 || line[3] != '-')
                {
                    return line;
                }
            }
            catch (IOException)
            {
                // Closed with something of ours unread
                return "(closed)";
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _stream.DisposeAsync();
        _client.Dispose();
    }
}
