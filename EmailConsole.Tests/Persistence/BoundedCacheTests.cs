using EmailConsole.Persistence;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Persistence;

public sealed class BoundedCacheTests : IDisposable
{
    private const int Capacity = 100;

    private readonly FakeTimeProvider _time = new();
    private readonly BoundedCache<string, int> _cache;

    public BoundedCacheTests() => _cache = new BoundedCache<string, int>(Capacity, _time);

    public void Dispose() => _cache.Dispose();

    [Fact]
    public void Set_MoreThanItHolds_DropsAFewThatWereLongestUnusedAndNeverTheNewest()
    {
        for (var i = 0; i < 10 * Capacity; i++)
        {
            Put($"{i}");
            Assert.True(IsThere("0"), $"{i}");
            Assert.True(IsThere($"{i}"));
        }

        // A twentieth makes room
        var kept = Enumerable.Range(0, 10 * Capacity).Where(i => IsThere($"{i}")).ToList();
        Assert.InRange(kept.Count, Capacity * 95 / 100, Capacity);
        Assert.Equal(Enumerable.Range((10 * Capacity) - kept.Count + 1, kept.Count - 1).Prepend(0), kept);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(49)]
    public void Set_HoldsFew_MakesRoomForOne(int capacity)
    {
        using var few = new BoundedCache<int, int>(capacity, _time);
        for (var i = 0; i <= capacity; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            few.Set(i, i);
        }

        Assert.False(few.TryGet(0, out _));
        var dropped = Math.Max(1, capacity * 5 / 100);
        Assert.All(Enumerable.Range(dropped, capacity + 1 - dropped), i => Assert.True(few.TryGet(i, out var value) && value == i));
    }

    [Fact]
    public void Set_OneThatIsThereWhileFull_DropsNone()
    {
        for (var i = 0; i < Capacity; i++)
        {
            Put($"{i}");
        }

        _cache.Set("7", 70);

        Assert.All(Enumerable.Range(0, Capacity), i => Assert.True(IsThere($"{i}")));
        Assert.True(_cache.TryGet("7", out var replaced));
        Assert.Equal(70, replaced);
    }

    [Fact]
    public void TryGet_AtTheEndOfItsLife_FindsNothing()
    {
        _cache.Set("a", 1, TimeSpan.FromSeconds(10));
        _cache.Set("b", 1);

        _time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.True(IsThere("a"));
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.False(IsThere("a"));
        Assert.True(IsThere("b"));
    }

    [Fact]
    public void Set_WithoutALife_TakesAwayWhatWasThere()
    {
        _cache.Set("a", 1, TimeSpan.FromSeconds(10));

        _cache.Set("a", 2, TimeSpan.Zero);

        Assert.False(IsThere("a"));
    }

    private void Put(string key)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        _cache.Set(key, 1);
    }

    private bool IsThere(string key) => _cache.TryGet(key, out _);
}
