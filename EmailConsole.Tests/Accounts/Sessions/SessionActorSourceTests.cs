using EmailConsole.Accounts;
using EmailConsole.Accounts.Sessions;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Accounts.Sessions;

public sealed class SessionActorSourceTests : IAsyncLifetime
{
    private AccountsBed _bed = default!;
    private Account _account = default!;
    private System.Security.Claims.ClaimsPrincipal _person = default!;

    public async Task InitializeAsync()
    {
        _bed = await AccountsBed.CreateAsync();
        await _bed.AddTenantAsync("foo.com");
        _account = await _bed.AddAccountAsync("alice@foo.com", ActorRole.Operator);
        _person = await _bed.SignInAsync(_account);
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Find_StandingSession_AnswersFromTheDatabase()
    {
        var actor = await FindAsync();

        Assert.Equal(new Actor(_account.Id, "alice@foo.com", null, _account.TenantId, "foo.com", ActorRole.Operator), actor);
    }

    [Fact]
    public async Task Find_RoleChangedSince_AnswersTheNewRole()
    {
        await using (var db = await _bed.OpenDbAsync())
        {
            await db.Set<Account>().Where(a => a.Id == _account.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.Role, ActorRole.Administrator));
        }

        Assert.Equal(ActorRole.Administrator, (await FindAsync())!.Role);
    }

    [Fact]
    public async Task Find_NobodySignedIn_AnswersNull() =>
        Assert.Null(await _bed.Get<IActorSource>().FindAsync(new System.Security.Claims.ClaimsPrincipal(), CancellationToken.None));

    [Fact]
    public async Task Find_ClaimsOfAnotherScheme_AnswersNull()
    {
        var forged = new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity(_person.Claims, "Other"));

        Assert.Null(await _bed.Get<IActorSource>().FindAsync(forged, CancellationToken.None));
    }

    [Fact]
    public async Task Find_EndedSession_AnswersNull()
    {
        await _bed.Get<SignInSessions>().EndAsync(_person, CancellationToken.None);

        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task Find_DeactivatedAccount_AnswersNull()
    {
        await using (var db = await _bed.OpenDbAsync())
        {
            await db.Set<Account>().Where(a => a.Id == _account.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.IsActive, false));
        }

        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task Find_DeactivatedTenant_AnswersNull()
    {
        await using (var db = await _bed.OpenDbAsync())
        {
            await db.Set<Tenant>().Where(t => t.Id == _account.TenantId).ExecuteUpdateAsync(s => s.SetProperty(t => t.IsActive, false));
        }

        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task Find_IdleForEightHours_AnswersNull()
    {
        _bed.Time.Advance(TimeSpan.FromHours(8));

        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task Find_UsedEverySevenHours_LastsSevenDaysAndNoLonger()
    {
        var end = _bed.Time.GetUtcNow().AddDays(7);
        while (_bed.Time.GetUtcNow().AddHours(7) < end)
        {
            _bed.Time.Advance(TimeSpan.FromHours(7));
            Assert.NotNull(await FindAsync());
        }

        _bed.Time.SetUtcNow(end);
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task IsAlive_OpenPageWithoutUse_DoesNotKeepTheSession()
    {
        var sessions = _bed.Get<SessionActorSource>();
        _bed.Time.Advance(TimeSpan.FromHours(5));
        Assert.True(await sessions.IsAliveAsync(_person, CancellationToken.None));

        _bed.Time.Advance(TimeSpan.FromHours(3));

        Assert.False(await sessions.IsAliveAsync(_person, CancellationToken.None));
    }

    [Fact]
    public async Task Sweep_SomeRunOut_RemovesThoseOnly()
    {
        _bed.Time.Advance(TimeSpan.FromHours(5));
        var younger = await _bed.SignInAsync(_account);
        _bed.Time.Advance(TimeSpan.FromHours(4));

        Assert.Equal(1, await _bed.Get<SignInSessions>().SweepAsync(CancellationToken.None));

        Assert.True(await _bed.Get<SessionActorSource>().IsAliveAsync(younger, CancellationToken.None));
    }

    private Task<Actor?> FindAsync() => _bed.Get<IActorSource>().FindAsync(_person, CancellationToken.None);
}
