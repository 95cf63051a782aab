using System.Text;
using EmailConsole.Cluster;

namespace EmailConsole.Tests.Cluster;

public sealed class NewsLinesTests
{
    private readonly FakeNews _news = new() { Held = new TaskCompletionSource() };

    [Fact]
    public void Tell_WhileOthersAreOnTheirWay_GoesTogetherAfterThem()
    {
        var lines = new NewsLines(_news, "topic");
        lines.Tell("a");
        lines.Tell("b");
        lines.Tell("c");
        Assert.Equal(["a"], _news.Told);

        _news.Held!.SetResult();

        Assert.Equal(["a", "b\nc"], _news.Told);
    }

    [Fact]
    public void Tell_AFlood_IsBoundedInBytesAndInNumber()
    {
        var lines = new NewsLines(_news, "topic");
        for (var i = 0; i < 30_000; i++)
        {
            lines.Tell(new string('x', 100));
        }

        _news.Held!.SetResult();

        Assert.All(_news.Told, text => Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, 6_000));
        Assert.InRange(_news.Told.Sum(text => text.Split(NewsLines.Separator).Length), 10_000, 10_001);
    }

    [Fact]
    public void Tell_AfterAllWasTold_IsToldAgain()
    {
        _news.Held!.SetResult();
        var lines = new NewsLines(_news, "topic");

        lines.Tell("a");
        lines.Tell("b");

        Assert.Equal(["a", "b"], _news.Told);
    }
}
