using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EmailConsole.Delivery.Certificates;

namespace EmailConsole.Delivery.Smtp;

/// <summary>One connection to a server: commands out, replies in, clear or encrypted. Not safe for concurrent use.</summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(2);

    private readonly SmtpReplyReader _reader = new();
    private DeliveryRun _run;
    private Stream _stream;

    private SmtpConnection(Socket socket, DeliveryRun run)
    {
        LocalAddress = ((IPEndPoint)socket.LocalEndPoint!).Address;
        RemoteEndPoint = (IPEndPoint)socket.RemoteEndPoint!;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _run = run;
    }

    public IPAddress LocalAddress { get; }

    public IPEndPoint RemoteEndPoint { get; }

    public SmtpCapabilities Capabilities { get; set; } = SmtpCapabilities.None;

    public bool IsEncrypted { get; private set; }

    /// <summary>Whether command and reply are in step, so that QUIT makes sense.</summary>
    public bool IsInStep { get; private set; }

    /// <summary>Takes the socket over, and closes it where that fails because the server has left again.</summary>
    public static SmtpConnection Over(Socket socket, DeliveryRun run)
    {
        try
        {
            return new SmtpConnection(socket, run);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>From here on the connection serves another delivery: its transcript goes there.</summary>
    public void Attach(DeliveryRun run) => _run = run;

    public async Task<SmtpReply> CommandAsync(string command, CancellationToken cancellationToken, string? shownAs = null)
    {
        await WriteAsync([command], cancellationToken, shownAs);
        return await ReadReplyAsync(cancellationToken);
    }

    /// <summary>Writes a group of commands at once (RFC 2920); the caller reads as many replies.</summary>
    /// <param name="commands">Without line breaks of their own.</param>
    /// <param name="cancellationToken">Leaves the connection unusable.</param>
    /// <param name="shownAs">What the transcript shows instead, for a line with a secret.</param>
    public async Task WriteAsync(IReadOnlyList<string> commands, CancellationToken cancellationToken, string? shownAs = null)
    {
        IsInStep = false;
        foreach (var command in commands)
        {
            // A line break within a value would be a command of someone else's making
            if (command.AsSpan().ContainsAny('\r', '\n', '\0'))
            {
                throw new InvalidOperationException("A command must be one line.");
            }

            _run.Transcript(fromServer: false, shownAs ?? command);
        }

        await WriteBytesAsync(Encoding.UTF8.GetBytes(string.Join("\r\n", commands) + "\r\n"), cancellationToken);
    }

    /// <summary>Writes the message; the transcript says its size only.</summary>
    public Task WriteContentAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        IsInStep = false;
        _run.Transcript(fromServer: false, string.Create(CultureInfo.InvariantCulture, $"(the message, {content.Length} bytes)"));
        return WriteBytesAsync(content, cancellationToken);
    }

    private async Task WriteBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(bytes, cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    public async Task<SmtpReply> ReadReplyAsync(CancellationToken cancellationToken)
    {
        var reply = await _reader.ReadAsync(_stream, line => _run.Transcript(fromServer: true, line), cancellationToken);
        IsInStep = reply.Code != 421;
        return reply;
    }

    /// <summary>What the conversation in clear text has left over may come from someone in between (RFC 3207 section 6).</summary>
    /// <exception cref="SmtpProtocolException">There is something left over.</exception>
    public void RefuseLeftOvers()
    {
        if (_reader.HasMore)
        {
            IsInStep = false;
            throw new SmtpProtocolException(
                "More data came with the answer to STARTTLS, before encryption began: the server is faulty, or someone on the way added it.");
        }
    }

    /// <summary>From here on everything is encrypted, or the connection is of no use.</summary>
    public async Task<StageResult> EncryptAsync(TlsHandshake tls, string host, CancellationToken cancellationToken)
    {
        IsInStep = false;
        Capabilities = SmtpCapabilities.None;
        (_stream, var result) = await tls.AuthenticateAsync(_stream, host, cancellationToken);
        IsEncrypted = IsInStep = result is StageResult.Passed;
        return result;
    }

    /// <summary>Says QUIT where the conversation allows it; the caller closes afterwards.</summary>
    public async Task QuitAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!IsInStep)
        {
            return;
        }

        using var timer = new CancellationTokenSource(_farewell, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await CommandAsync("QUIT", both.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or SmtpProtocolException)
        {
            // Some servers close without an answer, and what became of the message is known by now
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
