using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EmailConsole.Delivery.Certificates;
using EmailConsole.Delivery.Network;
using EmailConsole.Delivery.Redaction;

namespace EmailConsole.Delivery.Smtp;

/// <summary>One connection to a server: commands out, replies in, clear or encrypted. Not safe for concurrent use.</summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    private const int MaxCopied = 80 * 1024;

    private static readonly TimeSpan _quitTimeout = TimeSpan.FromSeconds(2);

    // Of earlier messages whose content has secrets, the latest
    private const int MaxRemembered = 64;

    private readonly SmtpReplyReader _reader;
    private readonly Socket _socket;
    private readonly Queue<SecretScrubber> _messages = new();
    private SecretScrubber _said = SecretScrubber.None;
    private SecretScrubber _carried = SecretScrubber.None;
    private DeliveryRun _run;

    // The greeting
    private int _awaited = 1;
    private Stream _stream;

    private SmtpConnection(Socket socket, ServerKey server, DeliveryRun run)
    {
        Server = server;
        _reader = new SmtpReplyReader(server.Host);
        LocalAddress = ((IPEndPoint)socket.LocalEndPoint!).Address;
        RemoteEndPoint = (IPEndPoint)socket.RemoteEndPoint!;
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _run = run;
    }

    public ServerKey Server { get; }

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

    /// <summary>What had come of the reply whose reading failed; null: not even its code.</summary>
    public SmtpReply? Begun => _reader.Begun;

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

    /// <summary>Whether the server has taken a message whose commands came in groups (RFC 2920).</summary>
    public bool IsGroupProven { get; set; }

    /// <summary>Whether the server drops a chunk that it refuses: see <see cref="ChunkingProbe"/>.</summary>
    public bool IsChunkingProven { get; set; }

    /// <summary>The name said with EHLO.</summary>
    public string EhloName { get; set; } = "";

    /// <summary>From here on nothing more is said over this connection.</summary>
    public void Distrust() => IsClosing = true;

    /// <summary>Takes the socket over, and closes it where that fails because the server has left again.</summary>
    public static SmtpConnection Over(Socket socket, ServerKey server, DeliveryRun run)
    {
        try
        {
            return new SmtpConnection(socket, server, run);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>From here on the connection serves another delivery: its transcript goes there, and what was said before is no more shown there than here.</summary>
    public void Attach(DeliveryRun run)
    {
        _run = run;
        run.Hide(_said);
        run.Hide(_carried);
    }

    /// <summary>Of what goes over the wire to sign in nothing is shown, as long as the connection lasts.</summary>
    public void Hide(string secret)
    {
        _said = _said.With(secret);
        _run.Hide(secret);
    }

    /// <summary>The server knows the secrets of a message from here on, and may repeat them at the next.</summary>
    public void Carries(SecretScrubber secrets)
    {
        if (secrets == SecretScrubber.None)
        {
            return;
        }

        _messages.Enqueue(secrets);
        if (_messages.Count <= MaxRemembered)
        {
            _carried = _carried.With(secrets);
            return;
        }

        _messages.Dequeue();
        _carried = _messages.Aggregate(SecretScrubber.None, (all, one) => all.With(one));
    }

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
    public async Task WriteGroupAsync(
        IReadOnlyList<string> commands, ReadOnlyMemory<byte> added, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var head = Encode(commands, null);
        NoteContent(added.Length + content.Length);

        // One write is one TLS record and one packet where it fits
        var copied = content.Length > MaxCopied ? default : content;
        var group = ArrayPool<byte>.Shared.Rent(head.Length + added.Length + copied.Length);
        try
        {
            head.CopyTo(group, 0);
            added.CopyTo(group.AsMemory(head.Length));
            copied.CopyTo(group.AsMemory(head.Length + added.Length));
            await WriteBytesAsync(group.AsMemory(0, head.Length + added.Length + copied.Length), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(group);
        }

        if (copied.IsEmpty)
        {
            await WriteBytesAsync(content, cancellationToken);
        }
    }

    /// <summary>Writes the message and the dot that ends it; the transcript says its size only.</summary>
    public async Task WriteContentAsync(ReadOnlyMemory<byte> added, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _awaited++;
        NoteContent(added.Length + content.Length);
        await DotStuffing.WriteAsync(_stream, added, content, cancellationToken);
        await _stream.FlushAsync(cancellationToken);
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

            _run.Said(shownAs ?? command);
        }

        return Encoding.UTF8.GetBytes(string.Join("\r\n", commands) + "\r\n");
    }

    private void NoteContent(int length)
    {
        if (_run.IsWatched)
        {
            _run.Said(string.Create(CultureInfo.InvariantCulture, $"(the message, {length} bytes)"));
        }
    }

    private async Task WriteBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(bytes, cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    public async Task<SmtpReply> ReadReplyAsync(CancellationToken cancellationToken)
    {
        var reply = await _reader.ReadAsync(_stream, _run.Heard, _run.HideIn, cancellationToken);
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

        using var timer = new CancellationTokenSource(_quitTimeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await CommandAsync("QUIT", both.Token);
        }
        catch (Exception e) when (IsOfTheWire(e))
        {
            // Some servers close without an answer, and what became of the message is known by now
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stream.DisposeAsync();
        }
        catch (Exception e) when (IsOfTheWire(e))
        {
            // It is closed all the same
        }
    }

    private static bool IsOfTheWire(Exception e) =>
        e is OperationCanceledException or IOException or SocketException or ObjectDisposedException or InvalidOperationException or SmtpProtocolException;
}
