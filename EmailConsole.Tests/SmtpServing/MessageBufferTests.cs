using EmailConsole.SmtpServing;

namespace EmailConsole.Tests.SmtpServing;

public sealed class MessageBufferTests
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public void Append_WithoutRoom_TakesNoMemory()
    {
        var octets = new byte[32 * Megabyte];
        using var buffer = new MessageBuffer(64 * Megabyte, new Bound(Megabyte));
        buffer.Append(octets.AsSpan(0, Megabyte));
        var before = GC.GetAllocatedBytesForCurrentThread();

        buffer.Append(octets);

        Assert.True(buffer.HasNoRoom);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Megabyte);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(25 * Megabyte)]
    public void Append_InPieces_KeepsAllAndHoldsWhatItTakes(int length)
    {
        var octets = new byte[length];
        new Random(3).NextBytes(octets);
        var bound = new Bound(25 * Megabyte);
        using (var buffer = new MessageBuffer(25 * Megabyte, bound))
        {
            foreach (var piece in octets.Chunk(4_000))
            {
                buffer.Append(piece);
            }

            Assert.True(octets.AsSpan().SequenceEqual(buffer.Content.Span));
            Assert.InRange(bound.Held, length, 25 * Megabyte);
        }

        Assert.Equal(0, bound.Held);
    }

    private sealed class Bound(int most) : IMessageMemory
    {
        public int Held { get; private set; }

        public bool TryHold(int bytes)
        {
            Held = bytes <= most ? bytes : Held;
            return bytes <= most;
        }

        public void Release() => Held = 0;
    }
}
