using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace EmailConsole.SmtpServing;

/// <summary>
/// Lines and messages from a client, within their limits of size and time. Replies leave when the client waits for one: those to
/// commands that came together, together (RFC 2920 section 3.2). While nothing comes no buffer is held.
/// </summary>
/// <param name="stream">To the client.</param>
/// <param name="rules">The limits.</param>
/// <param name="time">By which they are counted.</param>
/// <param name="stopping">Ends every wait for the client.</param>
internal sealed class SmtpConnection(Stream stream, SmtpRules rules, TimeProvider time, CancellationToken stopping) : IAsyncDisposable
{
    private static readonly StreamPipeReaderOptions WithoutBuffer = new(leaveOpen: true, useZeroByteReads: true);

    private readonly ArrayBufferWriter<byte> _replies = new(256);
    private Stream _stream = stream;
    private PipeReader _input = PipeReader.Create(stream, WithoutBuffer);
    private CancellationTokenSource _cut = new(Timeout.InfiniteTimeSpan, time);
    private ReadResult _read;
    private bool _isBroken;

    public bool IsEncrypted => _stream is SslStream;

    /// <summary>Whether something of the client's is here and not read.</summary>
    public bool HasUnread
    {
        get
        {
            if (!_input.TryRead(out var read))
            {
                return _stream is NetworkStream { DataAvailable: true };
            }

            _input.AdvanceTo(read.Buffer.Start);
            return !read.Buffer.IsEmpty;
        }
    }

    /// <summary>Has the client use TLS, and forgets what came before.</summary>
    /// <param name="certificate">The server's.</param>
    /// <param name="limit">For all of it.</param>
    /// <exception cref="IOException">It does not; the connection is over.</exception>
    public async Task EncryptAsync(SslStreamCertificateContext certificate, TimeSpan limit)
    {
        var encrypted = new SslStream(_stream, leaveInnerStreamOpen: false);
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        try
        {
            await encrypted.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = certificate,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    AllowRenegotiation = false,
                },
                either.Token);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException)
        {
            // Broken off, too slow, too old, or somebody who does not trust the certificate
            await encrypted.DisposeAsync();
            throw new IOException("TLS did not come about.", e);
        }

        await _input.CompleteAsync();
        _stream = encrypted;
        _input = PipeReader.Create(encrypted, WithoutBuffer);
    }

    /// <summary>Writes a reply, which leaves before the client is waited for, or by <see cref="FlushAsync"/>.</summary>
    /// <param name="reply">Without the final line break.</param>
    public void Reply(string reply)
    {
        Encoding.UTF8.GetBytes(reply, _replies);
        _replies.Write("\r\n"u8);
    }

    /// <returns>Whether what was written has left. Where it once has not, nothing leaves any more: that write may be under way still.</returns>
    public async ValueTask<bool> FlushAsync()
    {
        if (_isBroken || _replies.WrittenCount == 0)
        {
            return !_isBroken;
        }

        try
        {
            var writing = _stream.WriteAsync(_replies.WrittenMemory, CancellationToken.None);
            if (!writing.IsCompleted)
            {
                await writing.AsTask().WaitAsync(rules.Reply, time, CancellationToken.None);
            }
            else
            {
                await writing;
            }

            _replies.ResetWrittenCount();
            return true;
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            _isBroken = true;
            return false;
        }
    }

    /// <param name="limit">For the whole line.</param>
    /// <returns>With <see cref="SmtpRead.Complete"/> the line, without its end.</returns>
    public async ValueTask<(SmtpRead State, string Line)> ReadLineAsync(TimeSpan limit)
    {
        var until = time.GetUtcNow() + limit;
        while (true)
        {
            if (await FillAsync(until) is not SmtpRead.Complete and var ended)
            {
                return (ended, "");
            }

            var state = TakeLine(_read.Buffer, out var line);
            if (state is { } known)
            {
                return (known, line);
            }

            if (_read.IsCompleted)
            {
                return (SmtpRead.Closed, "");
            }
        }
    }

    /// <summary>Reads a message up to its final dot (DATA).</summary>
    public async ValueTask<SmtpRead> ReadMessageAsync(MessageBuffer message)
    {
        var reader = new DotReader(message);
        return await ReadContentAsync(
            buffer =>
            {
                var isEnd = reader.Read(buffer, out var consumed);
                return (isEnd ? SmtpRead.Complete : message.Length > rules.AbandonedBytes ? SmtpRead.TooLong : null, consumed);
            });
    }

    /// <summary>Reads so many octets (BDAT).</summary>
    public async ValueTask<SmtpRead> ReadChunkAsync(long length, MessageBuffer message) => length == 0 ? SmtpRead.Complete : await ReadContentAsync(
        buffer =>
        {
            var chunk = buffer.Slice(0, Math.Min(length, buffer.Length));
            foreach (var part in chunk)
            {
                message.Append(part.Span);
            }

            length -= chunk.Length;
            return (length == 0 ? SmtpRead.Complete : null, chunk.End);
        });

    /// <summary>Says the last of TLS, where it is used, so that the client knows that nothing was cut off.</summary>
    public async Task EndAsync()
    {
        if (_stream is SslStream encrypted && !_isBroken)
        {
            await encrypted.ShutdownAsync().WaitAsync(rules.HangUp, time, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _input.CompleteAsync();
        await _stream.DisposeAsync();
        _cut.Dispose();
    }

    private SmtpRead? TakeLine(ReadOnlySequence<byte> buffer, out string line)
    {
        line = "";
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            var isTooLong = buffer.Length > SmtpRules.AuthLineBytes;
            _input.AdvanceTo(buffer.Start, buffer.End);
            return isTooLong ? SmtpRead.TooLong : null;
        }

        var octets = buffer.Slice(0, end);
        var hasCr = octets.Length > 0 && octets.Slice(octets.Length - 1).FirstSpan[0] == '\r';
        var state = octets.Length > SmtpRules.AuthLineBytes ? SmtpRead.TooLong
            : rules.IsStrict && !hasCr ? SmtpRead.BareLineFeed
            : SmtpRead.Complete;
        if (state == SmtpRead.Complete)
        {
            line = Encoding.UTF8.GetString(hasCr ? octets.Slice(0, octets.Length - 1) : octets);
        }

        _input.AdvanceTo(buffer.GetPosition(1, end));
        return state;
    }

    private async ValueTask<SmtpRead> ReadContentAsync(Func<ReadOnlySequence<byte>, (SmtpRead? State, SequencePosition Consumed)> take)
    {
        var minute = time.GetUtcNow() + TimeSpan.FromMinutes(1);
        var received = 0L;
        while (true)
        {
            if (await FillAsync(minute) is not SmtpRead.Complete and var ended)
            {
                if (ended != SmtpRead.TimedOut || received < SmtpRules.LeastBytesAMinute)
                {
                    return ended;
                }

                (minute, received) = (time.GetUtcNow() + TimeSpan.FromMinutes(1), 0);
                continue;
            }

            var (state, consumed) = take(_read.Buffer);
            received += _read.Buffer.Slice(0, consumed).Length;
            _input.AdvanceTo(consumed, state is null ? _read.Buffer.End : consumed);
            if (state is { } known)
            {
                return known;
            }

            if (_read.IsCompleted)
            {
                return SmtpRead.Closed;
            }
        }
    }

    /// <summary>Waits for what has not been looked at yet.</summary>
    private async ValueTask<SmtpRead> FillAsync(DateTimeOffset until)
    {
        if (_input.TryRead(out _read))
        {
            return SmtpRead.Complete;
        }

        if (!await FlushAsync())
        {
            return SmtpRead.Closed;
        }

        if (stopping.IsCancellationRequested)
        {
            return SmtpRead.Stopping;
        }

        if (_cut.IsCancellationRequested)
        {
            // Its time ran out while the wait before this one ended
            _cut.Dispose();
            _cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        }

        var left = until - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return SmtpRead.TimedOut;
        }

        try
        {
            await using var stop = stopping.UnsafeRegister(static cut => ((CancellationTokenSource)cut!).Cancel(), _cut);
            _cut.CancelAfter(left);
            _read = await _input.ReadAsync(_cut.Token);
            _cut.CancelAfter(Timeout.InfiniteTimeSpan);
            return SmtpRead.Complete;
        }
        catch (OperationCanceledException)
        {
            return stopping.IsCancellationRequested ? SmtpRead.Stopping : SmtpRead.TimedOut;
        }
        catch (IOException)
        {
            return SmtpRead.Closed;
        }
    }
}
