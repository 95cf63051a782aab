using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace EmailConsole.Tests.Servers;

/// <summary>One client of a <see cref="ScriptedSmtpServer"/>.</summary>
internal sealed class ScriptedSmtpSession(ScriptedSmtpServer server, TcpClient client)
{
    private readonly List<byte> _pending = [];
    private Stream _stream = client.GetStream();
    private bool _done;
    private char _said;
    private bool _hasSender;
    private int? _allowance;
    private int _recipients;

    public bool IsEncrypted { get; private set; }

    /// <summary>All that this client sent, lines and messages.</summary>
    public List<string> Heard { get; } = [];

    public async Task RunAsync()
    {
        client.NoDelay = true;
        if (server.ImplicitTls)
        {
            await EncryptAsync();
        }

        await PerformAsync("CONNECT", "");
        while (!_done && await ReadLineAsync() is { } line)
        {
            server.Record(line);
            if (server.ReadsOneLineASegment)
            {
                await DropWhatCameAsync();
            }

            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            _said = ' ';
            await PerformAsync(verb, line);
            Note(verb);
        }
    }

    private void Note(string verb)
    {
        switch (verb)
        {
            case "RCPT":
                _recipients += _hasSender && _said == '2' ? 1 : 0;
                break;
            case "MAIL" or "RSET" or "EHLO" or "DATA" or "BDAT":
                _hasSender = verb == "MAIL" && _said == '2';
                _recipients = 0;
                break;
        }
    }

    public Task WriteLineAsync(string reply) => WriteAsync(reply + "\r\n");

    /// <summary>As it is, in one packet.</summary>
    public Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>In whatever charset.</summary>
    public async Task WriteAsync(byte[] bytes)
    {
        _said = _said == ' ' ? (char)bytes[0] : _said;
        await _stream.WriteAsync(bytes, server.Stopping);
        await _stream.FlushAsync(server.Stopping);
    }

    private async Task DropWhatCameAsync()
    {
        var dropped = new byte[1024];
        while (client.Available > 0)
        {
            await _stream.ReadExactlyAsync(dropped.AsMemory(0, Math.Min(client.Available, dropped.Length)), server.Stopping);
        }
    }

    /// <returns>Null when the client closed.</returns>
    public async Task<string?> ReadLineAsync()
    {
        var buffer = new byte[1];
        while (await ReadSomeAsync(buffer) > 0)
        {
            if (buffer[0] == '\n')
            {
                var line = Encoding.UTF8.GetString([.. _pending]).TrimEnd('\r');
                _pending.Clear();
                Heard.Add(line);
                return line;
            }

            _pending.Add(buffer[0]);
        }

        return null;
    }

    /// <summary>Reads what comes and says nothing.</summary>
    public async Task WaitForCloseAsync()
    {
        var buffer = new byte[1024];
        while (await _stream.ReadAsync(buffer, server.Stopping) > 0)
        {
        }

        _done = true;
    }

    /// <summary>Reads as many bytes more, then ends with a reset.</summary>
    public void DropAfter(int bytes) => _allowance = bytes;

    private async Task<int> ReadSomeAsync(Memory<byte> buffer)
    {
        if (_allowance is { } left)
        {
            if (left == 0)
            {
                Drop();
                return 0;
            }

            var some = await _stream.ReadAsync(buffer[..Math.Min(buffer.Length, left)], server.Stopping);
            _allowance = left - some;
            return some;
        }

        return await _stream.ReadAsync(buffer, server.Stopping);
    }

    private static bool Ends(List<byte> content, ReadOnlySpan<byte> end) =>
        content.Count >= end.Length && System.Runtime.InteropServices.CollectionsMarshal.AsSpan(content).EndsWith(end);

    /// <summary>Closes once what was written has gone.</summary>
    public void Leave()
    {
        _done = true;
        client.Client.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Ends with a reset, as a crashed server or a firewall does.</summary>
    public void Drop()
    {
        _done = true;
        if (client.Client is { } socket)
        {
            socket.LingerState = new LingerOption(true, 0);
        }

        client.Close();
    }

    public async Task EncryptAsync()
    {
        var tls = new SslStream(_stream);
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = server.Certificate, EnabledSslProtocols = server.TlsVersions }, server.Stopping);
        _stream = tls;
        IsEncrypted = true;
    }

    private Task PerformAsync(string verb, string line) =>
        server.Script.TryGetValue(verb, out var script) ? script(this, line) : BehaveAsync(verb.ToUpperInvariant(), line);

    /// <summary>What a good server does; a script that only watches ends with it.</summary>
    public async Task BehaveAsync(string verb, string line)
    {
        switch (verb)
        {
            case "CONNECT":
                await WriteLineAsync("220 scripted.example ESMTP");
                break;
            case "EHLO":
                await WriteLineAsync(Capabilities());
                break;
            case "STARTTLS":
                await WriteLineAsync("220 2.0.0 Ready");
                await EncryptAsync();
                break;
            case "AUTH":
                await AuthenticateAsync(line.Split(' '));
                break;
            case "MAIL" or "RCPT" or "HELO" or "RSET" or "NOOP":
                await WriteLineAsync("250 2.1.0 Ok");
                break;
            case "DATA" when _recipients == 0:
                await WriteLineAsync("503 5.5.1 No valid recipients");
                break;
            case "BDAT":
                await ReceiveChunkAsync(int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
                break;
            case "DATA":
                await WriteLineAsync("354 Go ahead");
                await ReceiveAsync();
                break;
            case "CONTENT":
                await WriteLineAsync("250 2.0.0 Ok: queued as 4XyZ12abc");
                break;
            case "QUIT":
                await WriteLineAsync("221 2.0.0 Bye");
                _done = true;
                break;
            default:
                await WriteLineAsync("500 5.5.2 Unknown");
                break;
        }
    }

    private string Capabilities()
    {
        List<string> lines = ["scripted.example", .. server.Extensions];
        if (server.Certificate is not null && !IsEncrypted)
        {
            lines.Add("STARTTLS");
        }

        return string.Join("\r\n", lines.Select((text, i) => (i == lines.Count - 1 ? "250 " : "250-") + text));
    }

    private async Task AuthenticateAsync(string[] command)
    {
        var answers = command[1] == "LOGIN" ? 2 : command.Length > 2 ? 0 : 1;
        for (var i = 0; i < answers; i++)
        {
            await WriteLineAsync(command[1] == "LOGIN" ? i == 0 ? "334 VXNlcm5hbWU6" : "334 UGFzc3dvcmQ6" : "334 ");
            server.Record(await ReadLineAsync() ?? "");
        }

        await WriteLineAsync("235 2.7.0 Accepted");
    }

    private async Task ReceiveChunkAsync(int size)
    {
        if (await ReadChunkAsync(size) is not { } chunk)
        {
            return;
        }

        if (_recipients == 0)
        {
            await WriteLineAsync("503 5.5.1 No valid recipients");
            return;
        }

        Heard.AddRange(Encoding.UTF8.GetString(chunk).Split("\r\n"));
        server.Deliver(chunk);
        await PerformAsync("CONTENT", "");
    }

    /// <summary>Reads what BDAT announced, and drops it.</summary>
    public Task SkipAsync(string bdat) => ReadChunkAsync(int.Parse(bdat.Split(' ')[1], CultureInfo.InvariantCulture));

    private async Task<byte[]?> ReadChunkAsync(int size)
    {
        var chunk = new byte[size];
        for (var read = 0; read < size;)
        {
            var more = await ReadSomeAsync(chunk.AsMemory(read));
            if (more == 0)
            {
                return null;
            }

            read += more;
        }

        return chunk;
    }

    private async Task ReceiveAsync()
    {
        // Byte for byte: a lone CR or LF is no line break
        List<byte> content = [.. "\r\n"u8];
        var one = new byte[1];
        while (!Ends(content, "\r\n.\r\n"u8))
        {
            if (await ReadSomeAsync(one) == 0)
            {
                return;
            }

            content.Add(one[0]);
        }

        Heard.AddRange(Encoding.UTF8.GetString([.. content])[..^3].Split("\r\n"));

        // Each byte a character
        var message = Encoding.Latin1.GetString([.. content])[..^3];
        server.Deliver(Encoding.Latin1.GetBytes(message.Replace("\r\n..", "\r\n.", StringComparison.Ordinal)[2..]));
        await PerformAsync("CONTENT", "");
    }
}
