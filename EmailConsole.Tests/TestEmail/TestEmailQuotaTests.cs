using EmailConsole.Cluster;
using EmailConsole.TestEmail;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.TestEmail;

public sealed class TestEmailQuotaTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryTake_AfterAMinute_ForgetsPeople()
    {
        var quota = new TestEmailQuota(new SoleNode(_time), _time);
        for (var i = 0; i < 1_000; i++)
        {
            Assert.True(quota.TryTake(Guid.CreateVersion7(), out _));
        }

        _time.Advance(TestEmailQuota.Window);
        quota.TryTake(Guid.CreateVersion7(), out _);

        Assert.Equal(1, quota.People);
    }

    [Fact]
    public void TryTake_SpreadOut_SlidesWithTheOldest()
    {
        var quota = new TestEmailQuota(new SoleNode(_time), _time);
        var person = Guid.CreateVersion7();
        for (var i = 0; i < TestEmailQuota.Max; i++)
        {
            Assert.True(quota.TryTake(person, out _));
            _time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.False(quota.TryTake(person, out var retryAfter));
        Assert.Equal(TimeSpan.FromSeconds(10), retryAfter);

        _time.Advance(retryAfter);
        Assert.True(quota.TryTake(person, out _));
        Assert.False(quota.TryTake(person, out _));
    }
}
