using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace EmailConsole.Benchmarks.OutboxMode;

/// <summary>One kept connection to the send API that costs next to nothing, so that what is measured is the console.</summary>
internal sealed class SendConnection : ISendConnection
{
    private const int Longest = 16 * 1024;

    private readonly byte[] _answer = new byte[Longest];
    private readonly SslStream _stream;
    private readonly Socket _socket;

    private SendConnection(Socket socket, SslStream stream) => (_socket, _stream) = (socket, stream);

    public static async Task<SendConnection> OpenAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        var stream = new SslStream(
            new NetworkStream(socket), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate?.Subject == ServerCertificate.Subject);
        await stream.AuthenticateAsClientAsync(address.Host);
        return new SendConnection(socket, stream);
    }

    /// <returns>The status of the answer.</returns>
    public async Task<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        await _stream.WriteAsync(request);
        var length = 0;
        while (true)
        {
            var read = await _stream.ReadAsync(_answer.AsMemory(length));
            if (read == 0)
            {
                throw new IOException("The console closed the connection.");
            }

            length += read;
            if (TryRead(_answer.AsSpan(0, length), out var status))
            {
                return status;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _socket.Dispose();
    }

    // HTTP/1.1 200 OK; the answers that are measured name their length
    private static bool TryRead(ReadOnlySpan<byte> answer, out int status)
    {
        status = 0;
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = Encoding.ASCII.GetString(answer[..end]);
        status = int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture);
        return answer.Length >= end + 4 + LengthOf(head);
    }

    private static int LengthOf(string head)
    {
        const string Name = "\r\nContent-Length: ";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return 0;
        }

        var from = at + Name.Length;
        var to = head.IndexOf('\r', from);
        return int.Parse(head.AsSpan(from, (to < 0 ? head.Length : to) - from), CultureInfo.InvariantCulture);
    }
}
