using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace EmailConsole.DevelopmentMailbox.Smtp;

/// <summary>Lines and messages from a client, within their limits of size and time.</summary>
internal sealed class SmtpConnection(Stream stream, TimeProvider time)
{
    private readonly PipeReader _input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

    /// <summary>Writes a reply. A client that does not read it is waited for as long as for a command.</summary>
    /// <param name="reply">Without the final line break.</param>
    /// <returns>Whether it left.</returns>
    public async Task<bool> ReplyAsync(string reply, CancellationToken cancellationToken) =>
        await WithinAsync(
            SmtpLimits.Command,
            async token =>
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes($"{reply}\r\n"), token);
                return SmtpRead.Complete;
            },
            cancellationToken) == SmtpRead.Complete;

    /// <returns>With <see cref="SmtpRead.Complete"/> the line, without its end.</returns>
    public async Task<(SmtpRead State, string Line)> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = "";
        var state = await WithinAsync(
            SmtpLimits.Command,
            token => ReadUntilAsync(
                buffer =>
                {
                    if (buffer.PositionOf((byte)'\n') is not { } end)
                    {
                        return (buffer.Length > SmtpLimits.LineBytes ? SmtpRead.TooLong : null, buffer.Start);
                    }

                    var octets = buffer.Slice(0, end);
                    line = octets.Length > SmtpLimits.LineBytes ? "" : Encoding.UTF8.GetString(octets).TrimEnd('\r');
                    return (octets.Length > SmtpLimits.LineBytes ? SmtpRead.TooLong : SmtpRead.Complete, buffer.GetPosition(1, end));
                },
                token),
            cancellationToken);
        return (state, line);
    }

    /// <summary>Reads a message up to its final dot (DATA).</summary>
    public Task<SmtpRead> ReadMessageAsync(MessageBuffer message, CancellationToken cancellationToken)
    {
        var reader = new DotReader(message);
        return WithinAsync(
            SmtpLimits.Message,
            token => ReadUntilAsync(
                buffer =>
                {
                    var isEnd = reader.Read(buffer, out var consumed);
                    return (isEnd ? SmtpRead.Complete : message.Length > SmtpLimits.AbandonedBytes ? SmtpRead.TooLong : null, consumed);
                },
                token),
            cancellationToken);
    }

    /// <summary>Reads so many octets (BDAT).</summary>
    public Task<SmtpRead> ReadChunkAsync(long length, MessageBuffer message, CancellationToken cancellationToken) => WithinAsync(
        SmtpLimits.Message,
        token => length == 0 ? Task.FromResult(SmtpRead.Complete) : ReadUntilAsync(
            buffer =>
            {
                var chunk = buffer.Slice(0, Math.Min(length, buffer.Length));
                foreach (var octet in chunk.ToArray())
                {
                    message.Append(octet);
                }

                length -= chunk.Length;
                return (length == 0 ? SmtpRead.Complete : null, chunk.End);
            },
            token),
        cancellationToken);

    private async Task<SmtpRead> ReadUntilAsync(
        Func<ReadOnlySequence<byte>, (SmtpRead? State, SequencePosition Consumed)> take, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _input.ReadAsync(cancellationToken);
            var (state, consumed) = take(read.Buffer);
            _input.AdvanceTo(consumed, state is null ? read.Buffer.End : consumed);
            if (state is { } known)
            {
                return known;
            }

            if (read.IsCompleted)
            {
                return SmtpRead.Closed;
            }
        }
    }

    private async Task<SmtpRead> WithinAsync(
        TimeSpan limit, Func<CancellationToken, Task<SmtpRead>> work, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return SmtpRead.TimedOut;
        }
        catch (IOException)
        {
            return SmtpRead.Closed;
        }
    }
}
