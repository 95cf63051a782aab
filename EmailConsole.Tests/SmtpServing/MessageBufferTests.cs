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

    /// <summary>Twice as much again and again would leave as much behind for the collector.</summary>
    [Fact]
    public void Append_SizeWasAnnounced_IsTakenAtOnceAndNoMore()
    {
        var bound = new Bound(25 * Megabyte);
        using var buffer = new MessageBuffer(25 * Megabyte, bound, announced: 20 * Megabyte);
        var piece = new byte[64 * 1024];
        for (var i = 0; i < 20 * 16; i++)
        {
            if (i == 16)
            {
                Assert.Equal(Megabyte, bound.Held);
            }

            buffer.Append(piece);
        }

        Assert.Equal((20 * Megabyte, 20 * Megabyte), (bound.Held, buffer.Content.Length));
        buffer.Append(piece);
        Assert.InRange(bound.Held, (20 * Megabyte) + 1, 25 * Megabyte);
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

        public bool HasRoomFor(long bytes) => bytes <= most;
    }
}
