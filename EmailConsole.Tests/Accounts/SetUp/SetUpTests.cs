using EmailConsole.Accounts;
using EmailConsole.Accounts.Sessions;
using EmailConsole.Accounts.SetUp;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using EmailConsole.Tests.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Accounts.SetUp;

public sealed class SetUpTests : IAsyncLifetime
{
    private readonly FakeAnnouncement _announcement = new();
    private AccountsBed _bed = default!;

    public Task InitializeAsync() => OpenAsync(TestDatabase.Usual);

    private async Task OpenAsync(DatabaseKind kind) =>
        _bed = await AccountsBed.CreateAsync(replace: Announce, kind: kind);

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Handle_FreshLink_CreatesTheSuperAdministratorAndWithdrawsTheLink()
    {
        var token = _bed.Get<SetUpToken>().Renew();

        var result = await SetUpAsync(token, "admin");

        var account = Assert.IsType<SetUpResult.Created>(result).Account;
        Assert.Equal(("admin@carbon.super", ActorRole.Administrator, true), (account.UserName, account.Role, account.IsActive));
        Assert.True(_announcement.IsWithdrawn);
    }

    [Fact]
    public async Task Handle_LinkUsed_IsInvalid()
    {
        var token = _bed.Get<SetUpToken>().Renew();
        await SetUpAsync(token, "admin");

        Assert.IsType<SetUpResult.LinkInvalid>(await SetUpAsync(token, "other"));
    }

    [Fact]
    public async Task Handle_LinkAfterThirtyMinutes_IsInvalid()
    {
        var token = _bed.Get<SetUpToken>().Renew();
        _bed.Time.Advance(TimeSpan.FromMinutes(30));

        Assert.IsType<SetUpResult.LinkInvalid>(await SetUpAsync(token, "admin"));
    }

    [Fact]
    public async Task Handle_LinkRenewed_MakesTheOlderInvalid()
    {
        var older = _bed.Get<SetUpToken>().Renew();
        var newer = _bed.Get<SetUpToken>().Renew();

        Assert.IsType<SetUpResult.LinkInvalid>(await SetUpAsync(older, "admin"));
        Assert.IsType<SetUpResult.Created>(await SetUpAsync(newer, "admin"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("guess")]
    public async Task Handle_NoLinkInForce_IsInvalid(string? token) =>
        Assert.IsType<SetUpResult.LinkInvalid>(await SetUpAsync(token, "admin"));

    [Fact]
    public async Task Handle_WeakPassword_LeavesTheLinkUsable()
    {
        var token = _bed.Get<SetUpToken>().Renew();

        var weak = await _bed.Get<SetUpByLink>().HandleAsync(token, "admin", "password1234", CancellationToken.None);

        Assert.Equal("Password", Assert.IsType<SetUpResult.Invalid>(weak).Field);
        Assert.IsType<SetUpResult.Created>(await SetUpAsync(token, "admin"));
    }

    [Theory]
    [InlineData("admin@foo.com")]
    [InlineData("")]
    public async Task Handle_NameOutsideTheSuperTenant_IsInvalid(string username) =>
        Assert.Equal("Username", Assert.IsType<SetUpResult.Invalid>(await SetUpAsync(_bed.Get<SetUpToken>().Renew(), username)).Field);

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Handle_SeveralAtTheSameMoment_CreateOneAccount(DatabaseKind kind)
    {
        await UseAsync(kind);
        var token = _bed.Get<SetUpToken>().Renew();

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => SetUpAsync(token, $"admin{i}"))));

        Assert.Single(results, result => result is SetUpResult.Created);
        await using var db = await _bed.OpenDbAsync();
        Assert.Equal(1, await db.Set<Account>().CountAsync());
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Create_AtTwoConsolesAtTheSameMoment_OneAccount(DatabaseKind kind)
    {
        await UseAsync(kind);

        var results = await _bed.RaceAsync(
            6, (node, i) => node.Get<FirstAdministrator>().CreateAsync($"admin{i}", "meadow violin anchor 42", default), Announce);

        Assert.Single(results, result => result is SetUpResult.Created);
        Assert.Equal(5, results.Count(result => result is SetUpResult.NotNeeded));
    }

    [Fact]
    public async Task Create_SomebodyInvitedOfThatName_GetsThePassword()
    {
        var invited = await _bed.AddAccountAsync("admin@carbon.super", password: null);

        await CreateAsync("admin@carbon.super");

        Assert.NotNull((await _bed.FindAsync(invited.Id))!.PasswordHash);
    }

    [Theory]
    [InlineData(ActorRole.Operator, true)]
    [InlineData(ActorRole.Operator, false)]
    public async Task Create_SomebodyOfThatNameHasAPassword_GetsTheChosenOneAndLosesTheirSessions(ActorRole role, bool isActive)
    {
        var account = await _bed.AddAccountAsync("admin@carbon.super", role, isActive: isActive);
        var session = await _bed.SignInAsync(account);

        Assert.IsType<SetUpResult.Created>(await CreateAsync("admin"));

        Assert.False(await _bed.Get<SessionActorSource>().IsAliveAsync(session, default));
        var signIn = _bed.Get<SignInByPassword>();
        Assert.IsType<SignInOutcome.Refused>(await signIn.HandleAsync("admin", AccountsBed.Password, SignInOrigin.Unknown(null), default));
        var accepted = Assert.IsType<SignInOutcome.Accepted>(await signIn.HandleAsync("admin", "meadow violin anchor 42", SignInOrigin.Unknown(null), default));
        Assert.Equal(ActorRole.Administrator, accepted.Account.Role);
    }

    [Fact]
    public async Task Create_AdministratorHasAPassword_NeverOverwritesIt()
    {
        var account = await _bed.AddAccountAsync("admin@carbon.super");

        var result = await CreateAsync("admin");

        Assert.IsType<SetUpResult.NotNeeded>(result);
        Assert.Equal(account.PasswordHash, (await _bed.FindAsync(account.Id))!.PasswordHash);
    }

    private async Task UseAsync(DatabaseKind kind)
    {
        if (_bed.Kind != kind)
        {
            await _bed.DisposeAsync();
            await OpenAsync(kind);
        }
    }

    private void Announce(IServiceCollection services) => services.AddSingleton<ISetUpAnnouncement>(_announcement);

    private Task<SetUpResult> CreateAsync(string username) =>
        _bed.Get<FirstAdministrator>().CreateAsync(username, "meadow violin anchor 42", CancellationToken.None);

    private Task<SetUpResult> SetUpAsync(string? token, string username) =>
        _bed.Get<SetUpByLink>().HandleAsync(token, username, "meadow violin anchor 42", CancellationToken.None);
}
