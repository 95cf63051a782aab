using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EmailConsole.Delivery.Certificates;
using EmailConsole.Delivery.Network;

namespace EmailConsole.Delivery.Smtp;

/// <summary>One connection to a server: commands out, replies in, clear or encrypted. Not safe for concurrent use.</summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    private const int MaxCopied = 80 * 1024;

    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(2);

    private readonly SmtpReplyReader _reader = new();
    private readonly Socket _socket;
    private DeliveryRun _run;

    // The greeting
    private int _awaited = 1;
    private Stream _stream;

    private SmtpConnection(Socket socket, DeliveryRun run)
    {
        LocalAddress = ((IPEndPoint)socket.LocalEndPoint!).Address;
        RemoteEndPoint = (IPEndPoint)socket.RemoteEndPoint!;
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _run = run;
    }

    public IPAddress LocalAddress { get; }

    public IPEndPoint RemoteEndPoint { get; }

    public SmtpCapabilities Capabilities { get; set; } = SmtpCapabilities.None;

    public bool IsEncrypted { get; private set; }

    /// <summary>Whether every command has its reply and the server goes on, so that another command makes sense.</summary>
    public bool IsInStep => _awaited == 0 && !IsClosing;

    /// <summary>Whether nothing more may be said: the server announced its end (421), or cannot be trusted.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>Whether bytes have come that answer nothing.</summary>
    public bool HasLeftOvers => _reader.HasMore;

    /// <summary>
    /// Whether the server has left or said something unasked while nobody spoke, such as 421: found out without a round trip.
    /// </summary>
    public bool IsStale
    {
        get
        {
            try
            {
                return _reader.HasMore || _socket.Poll(0, SelectMode.SelectRead);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }

    /// <summary>Whether the server drops a chunk that it refuses: see <see cref="ChunkingProbe"/>.</summary>
    public bool IsChunkingProven { get; set; }

    /// <summary>The name said with EHLO.</summary>
    public string EhloName { get; set; } = "";

    /// <summary>From here on nothing more is said over this connection.</summary>
    public void Distrust() => IsClosing = true;

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
    public Task WriteAsync(IReadOnlyList<string> commands, CancellationToken cancellationToken, string? shownAs = null) =>
        WriteBytesAsync(Encode(commands, shownAs), cancellationToken);

    /// <summary>Writes a group whose last command is BDAT, and the bytes it announces, in one go.</summary>
    public async Task WriteGroupAsync(IReadOnlyList<string> commands, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var head = Encode(commands, null);
        NoteContent(content.Length);
        if (content.Length > MaxCopied)
        {
            await WriteBytesAsync(head, cancellationToken);
            await WriteBytesAsync(content, cancellationToken);
            return;
        }

        // One write is one TLS record and one packet where it fits
        var group = ArrayPool<byte>.Shared.Rent(head.Length + content.Length);
        try
        {
            head.CopyTo(group, 0);
            content.CopyTo(group.AsMemory(head.Length));
            await WriteBytesAsync(group.AsMemory(0, head.Length + content.Length), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(group);
        }
    }

    /// <summary>Writes the message; the transcript says its size only.</summary>
    public Task WriteContentAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _awaited++;
        NoteContent(content.Length);
        return WriteBytesAsync(content, cancellationToken);
    }

    private byte[] Encode(IReadOnlyList<string> commands, string? shownAs)
    {
        _awaited += commands.Count;
        foreach (var command in commands)
        {
            // A line break within a value would be a command of someone else's making
            if (command.AsSpan().ContainsAny('\r', '\n', '\0'))
            {
                throw new InvalidOperationException("A command must be one line.");
            }

            _run.Transcript(fromServer: false, shownAs ?? command);
        }

        return Encoding.UTF8.GetBytes(string.Join("\r\n", commands) + "\r\n");
    }

    private void NoteContent(int length)
    {
        if (_run.IsWatched)
        {
            _run.Transcript(fromServer: false, string.Create(CultureInfo.InvariantCulture, $"(the message, {length} bytes)"));
        }
    }

    private async Task WriteBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(bytes, cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    public async Task<SmtpReply> ReadReplyAsync(CancellationToken cancellationToken)
    {
        var reply = await _reader.ReadAsync(_stream, line => _run.Transcript(fromServer: true, line), cancellationToken);
        _awaited--;
        if (_awaited > 0 && !_reader.HasMore)
        {
            Acknowledge.AtOnce(_socket);
        }

        IsClosing |= reply.Code == 421;
        return reply;
    }

    /// <summary>What the conversation in clear text has left over may come from someone in between (RFC 3207 section 6).</summary>
    /// <exception cref="SmtpProtocolException">There is something left over.</exception>
    public void RefuseLeftOvers()
    {
        if (_reader.HasMore)
        {
            IsClosing = true;
            throw new SmtpProtocolException(
                "More data came with the answer to STARTTLS, before encryption began: the server is faulty, or someone on the way added it.");
        }
    }

    /// <summary>From here on everything is encrypted, or the connection is of no use.</summary>
    public async Task<StageResult> EncryptAsync(TlsHandshake tls, string host, CancellationToken cancellationToken)
    {
        IsClosing = true;
        Capabilities = SmtpCapabilities.None;

        // Whoever watches wants to know of the certificate of now, not of an earlier session's
        (_stream, var result) = await tls.AuthenticateAsync(_stream, host, mayResume: !_run.IsWatched, cancellationToken);
        IsEncrypted = result is StageResult.Passed;
        IsClosing = !IsEncrypted;
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
