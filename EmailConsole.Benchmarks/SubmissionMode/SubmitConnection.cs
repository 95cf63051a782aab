using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using EmailConsole.Benchmarks.OutboxMode;

namespace EmailConsole.Benchmarks.SubmissionMode;

/// <summary>One kept SMTP connection, encrypted by STARTTLS and signed in, that costs next to nothing, so that what is measured is the server.</summary>
internal sealed class SubmitConnection : ISendConnection
{
    private const int Taken = 202;

    private readonly byte[] _answer = new byte[4096];
    private readonly Socket _socket;
    private readonly byte[] _envelope;
    private Stream _stream;
    private int _length;

    private SubmitConnection(Socket socket, byte[] envelope)
    {
        _socket = socket;
        _envelope = envelope;
        _stream = new NetworkStream(socket);
    }

    /// <param name="port">On this machine.</param>
    /// <param name="user">For AUTH PLAIN.</param>
    /// <param name="password">The same.</param>
    /// <param name="sender">Of MAIL.</param>
    public static async Task<SubmitConnection> OpenAsync(int port, string user, string password, string sender)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port);
        var connection = new SubmitConnection(
            socket, Encoding.ASCII.GetBytes($"MAIL FROM:<{sender}>\r\nRCPT TO:<user@example.test>\r\nDATA\r\n"));
        await connection.ExpectAsync("220");
        await connection.AskAsync("EHLO client.example.test", "250");
        await connection.AskAsync("STARTTLS", "220");
        var encrypted = new SslStream(connection._stream, leaveInnerStreamOpen: false, static (_, certificate, _, _) => certificate is not null);
        await encrypted.AuthenticateAsClientAsync("localhost");
        connection._stream = encrypted;
        await connection.AskAsync("EHLO client.example.test", "250");
        await connection.AskAsync($"AUTH PLAIN {Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}"))}", "235");
        return connection;
    }

    /// <param name="request">The content, dots stuffed, with its final dot.</param>
    public async Task<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        await _stream.WriteAsync(_envelope);
        foreach (var code in (string[])["250", "250", "354"])
        {
            if (await ReadAsync() is var refused && !refused.StartsWith(code, StringComparison.Ordinal))
            {
                await Console.Error.WriteLineAsync(refused);
                return 500;
            }
        }

        await _stream.WriteAsync(request);
        var reply = await ReadAsync();
        if (!reply.StartsWith("250", StringComparison.Ordinal))
        {
            await Console.Error.WriteLineAsync(reply);
            return 500;
        }

        return Taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _socket.Dispose();
    }

    private async Task AskAsync(string command, string code)
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes($"{command}\r\n"));
        await ExpectAsync(code);
    }

    private async Task ExpectAsync(string code)
    {
        if (await ReadAsync() is var reply && !reply.StartsWith(code, StringComparison.Ordinal))
        {
            throw new IOException(reply);
        }
    }

    /// <returns>The last line of the next reply.</returns>
    private async Task<string> ReadAsync()
    {
        while (true)
        {
            if (_answer.AsSpan(0, _length).IndexOf("\r\n"u8) is var end and >= 0)
            {
                var line = Encoding.ASCII.GetString(_answer, 0, end);
                _length -= end + 2;
                _answer.AsSpan(end + 2, _length).CopyTo(_answer);
                if (line.Length < 4 || line[3] != '-')
                {
                    return line;
                }

                continue;
            }

            var read = await _stream.ReadAsync(_answer.AsMemory(_length));
            if (read == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            _length += read;
        }
    }
}
