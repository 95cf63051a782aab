using System.IO.Pipelines;
using EmailConsole.DevelopmentMailbox;
using EmailConsole.DevelopmentMailbox.Messages;
using EmailConsole.SmtpServing;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.SmtpServing;

public sealed class SmtpConnectionTests
{
    private static readonly SmtpRules Rules = new MailboxDoor(new MailboxStore(TimeProvider.System)).Rules;

    /// <summary>A large message over a slow line is legal, and takes as long as it takes.</summary>
    [Theory]
    [InlineData(2 * SmtpRules.LeastBytesAMinute, true)]
    [InlineData(1, false)]
    public async Task ReadMessage_SteadilySlow_IsGivenUpBelowAKilobyteASecond(int bytesAMinute, bool isTaken)
    {
        var time = new FakeTimeProvider();
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await using var connection = new SmtpConnection(pipe.Reader.AsStream(), Rules, time, CancellationToken.None);
        using var message = new MessageBuffer(Rules.MaxMessageSize, memory: null);
        var reading = connection.ReadMessageAsync(message).AsTask();
        for (var minute = 1; minute <= 15 && !reading.IsCompleted; minute++)
        {
            await pipe.Writer.WriteAsync(new byte[bytesAMinute]);
            var sent = (long)minute * bytesAMinute;
            await Bound.UntilAsync(() => reading.IsCompleted || message.Length == sent);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        await pipe.Writer.WriteAsync("\r\n.\r\n"u8.ToArray());
        Assert.Equal(isTaken ? SmtpRead.Complete : SmtpRead.TimedOut, await reading.WaitAsync(Bound.Wait));
    }

    /// <summary>The write that was given up is under way still: over TLS a second one beside it would throw.</summary>
    [Fact]
    public async Task Flush_ClientThatReadsNothing_IsTriedOnce()
    {
        var time = new FakeTimeProvider();
        var stream = new FullStream();
        await using var connection = new SmtpConnection(stream, Rules, time, CancellationToken.None);
        connection.Reply("250 2.0.0 OK");
        var flushing = connection.FlushAsync().AsTask();
        time.Advance(Rules.Reply);
        Assert.False(await flushing.WaitAsync(Bound.Wait));

        connection.Reply("421 4.4.2 Waited too long");
        Assert.False(await connection.FlushAsync());
        Assert.Equal(1, stream.Writes);
    }

    private sealed class FullStream : MemoryStream
    {
        public int Writes { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes++;
            return new ValueTask(new TaskCompletionSource().Task);
        }
    }
}
