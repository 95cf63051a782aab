using EmailConsole.Delivery.Tokens;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Delivery.Tokens;

public sealed class TokenCacheTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(100, 89, true)]
    [InlineData(100, 90, false)]
    [InlineData(36_000, 35_699, true)]
    [InlineData(36_000, 35_700, false)]
    public void Find_SomeTimeLater_GivesItUntilShortlyBeforeItsEnd(int lifeSeconds, int laterSeconds, bool isFound)
    {
        using var cache = new TokenCache(_time);
        cache.Put(Key("a"), Token(lifeSeconds));

        _time.Advance(TimeSpan.FromSeconds(laterSeconds));

        Assert.Equal(isFound, cache.Find(Key("a")) is not null);
    }

    private static TokenKey Key(string digest) => new(Guid.Empty, digest);

    private AccessTokenResult.Granted Token(int seconds) => new("t", _time.GetUtcNow().AddSeconds(seconds), "id.foo.com");
}
