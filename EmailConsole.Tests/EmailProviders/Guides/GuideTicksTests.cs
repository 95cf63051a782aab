using EmailConsole.EmailProviders.Guides;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.EmailProviders.Guides;

public sealed class GuideTicksTests : IAsyncLifetime
{
    private readonly ProviderDatabase _database = new();

    private IGuideTicks Ticks => _database.Services.GetRequiredService<IGuideTicks>();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Keep_ByOneAdministrator_IsSeenByTheOtherOfThatTenantAlone()
    {
        var anna = _database.Person("anna@foo.com");

        Assert.True(await Ticks.KeepAsync(anna, "foo.com", "gmail", 0, isDone: true, default));
        Assert.True(await Ticks.KeepAsync(anna, "foo.com", "gmail", 3, isDone: true, default));
        Assert.True(await Ticks.KeepAsync(_database.Person("bert@foo.com"), "foo.com", "gmail", 0, isDone: true, default));
        Assert.True(await Ticks.KeepAsync(_database.Person("bert@foo.com"), "foo.com", "gmail", 3, isDone: false, default));

        Assert.Equal([0], await Ticks.FindAsync(anna, "foo.com", "gmail", default));
        Assert.Empty(await Ticks.FindAsync(anna, "foo.com", "microsoft365", default));
        Assert.Empty(await Ticks.FindAsync(_database.Person("carl@bar.com"), "bar.com", "gmail", default));
    }

    [Fact]
    public async Task Keep_ByTwoAtOnce_BothSucceed()
    {
        var anna = _database.Person("anna@foo.com");

        var kept = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Ticks.KeepAsync(anna, "foo.com", "gmail", 2, isDone: true, default))));

        Assert.All(kept, Assert.True);
        Assert.Equal([2], await Ticks.FindAsync(anna, "foo.com", "gmail", default));
    }

    [Theory]
    [InlineData("carl@bar.com", "foo.com", "gmail", 0)]
    [InlineData("olga@foo.com", "foo.com", "gmail", 0)]
    [InlineData("anna@foo.com", "foo.com", "nothing", 0)]
    [InlineData("anna@foo.com", "foo.com", "gmail", -1)]
    [InlineData("anna@foo.com", "foo.com", "gmail", 6)]
    public async Task Keep_NotPermittedOrNoSuchStep_KeepsNothing(string username, string domain, string guideId, int step)
    {
        var person = _database.Person(username, username.StartsWith("olga", StringComparison.Ordinal) ? ActorRole.Operator : ActorRole.Administrator);

        Assert.False(await Ticks.KeepAsync(person, domain, guideId, step, isDone: true, default));
        Assert.Empty(await Ticks.FindAsync(person, domain, guideId, default));
    }

    [Fact]
    public async Task Tenant_Deleted_TakesItsTicksAlong()
    {
        await Ticks.KeepAsync(_database.Person("anna@foo.com"), "foo.com", "gmail", 0, isDone: true, default);

        await using var db = await _database.ContextAsync();
        await db.Set<Tenant>().Where(t => t.Domain == "foo.com").ExecuteDeleteAsync();

        Assert.Empty(await db.Set<GuideTick>().ToListAsync());
    }
}
