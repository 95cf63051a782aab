using EmailConsole.Accounts;
using EmailConsole.Accounts.Invitations;
using EmailConsole.Accounts.Sessions;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Persistence;
using EmailConsole.Tests.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Accounts.Invitations;

public sealed class AcceptInvitationTests : IAsyncLifetime
{
    private const string NewPassword = "meadow violin anchor 42";

    private AccountsBed _bed = default!;
    private Account _account = default!;

    public Task InitializeAsync() => OpenAsync(TestDatabase.Usual);

    private async Task OpenAsync(DatabaseKind kind)
    {
        _bed = await AccountsBed.CreateAsync(kind: kind);
        await _bed.AddTenantAsync("foo.com");
        _account = await _bed.AddAccountAsync("alice@foo.com", password: null);
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Handle_FreshLink_LetsThePersonSignIn()
    {
        var link = await LinkAsync();

        Assert.Equal("alice@foo.com", await FindAsync(link));
        Assert.IsType<InvitationResult.Accepted>(await AcceptAsync(link));

        Assert.IsType<SignInOutcome.Accepted>(await _bed.Get<SignInByPassword>().HandleAsync("alice@foo.com", NewPassword, SignInOrigin.Unknown(null), default));
    }

    [Fact]
    public async Task Handle_LinkUsed_IsInvalid()
    {
        var link = await LinkAsync();
        await AcceptAsync(link);

        Assert.Null(await FindAsync(link));
        Assert.IsType<InvitationResult.LinkInvalid>(await AcceptAsync(link));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Handle_SeveralAtTheSameMoment_OneIsAccepted(DatabaseKind kind)
    {
        await UseAsync(kind);
        var link = await LinkAsync();

        var results = await _bed.RaceAsync(6, (node, _) => AcceptAsync(node, link));

        Assert.Single(results, result => result is InvitationResult.Accepted);
    }

    [Fact]
    public async Task Handle_NewerLinkMade_TheOlderIsInvalid()
    {
        var older = await LinkAsync();
        var newer = await LinkAsync();

        Assert.Null(await FindAsync(older));
        Assert.NotNull(await FindAsync(newer));
    }

    [Fact]
    public async Task Handle_LinkRunOut_IsInvalid()
    {
        // Identity's token takes the system's clock: a life that is over before it starts stands for the wait
        await using var bed = await AccountsBed.CreateAsync(replace: services =>
            services.Configure<DataProtectionTokenProviderOptions>(options => options.TokenLifespan = TimeSpan.FromSeconds(-1)));
        var account = await bed.AddAccountAsync("bob@carbon.super", password: null);
        var link = await LinkAsync(bed, account);

        Assert.Null(await bed.Get<AcceptInvitation>().FindUsernameAsync(link.Account, link.Token, default));
    }

    [Fact]
    public async Task Handle_LinkOfAnotherAccount_IsInvalid()
    {
        var other = await _bed.AddAccountAsync("bob@foo.com", password: null);
        var link = await LinkAsync();

        Assert.Null(await FindAsync(link with { Account = other.Id.ToString("N") }));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("x", "y")]
    [InlineData("00000000000000000000000000000000", "%%%")]
    public async Task Find_NoLink_IsInvalid(string? account, string? token) =>
        Assert.Null(await _bed.Get<AcceptInvitation>().FindUsernameAsync(account, token, default));

    [Fact]
    public async Task Handle_DeactivatedSince_IsInvalid()
    {
        var link = await LinkAsync();
        await using (var db = await _bed.OpenDbAsync())
        {
            await db.Set<Account>().ExecuteUpdateAsync(s => s.SetProperty(a => a.IsActive, false));
        }

        Assert.IsType<InvitationResult.LinkInvalid>(await AcceptAsync(link));
    }

    [Fact]
    public async Task Handle_WeakPassword_LeavesTheLinkUsable()
    {
        var link = await LinkAsync();

        Assert.IsType<InvitationResult.Invalid>(await _bed.Get<AcceptInvitation>().HandleAsync(link.Account, link.Token, "password1234", default));

        Assert.IsType<InvitationResult.Accepted>(await AcceptAsync(link));
    }

    [Fact]
    public async Task Handle_Accepted_EndsOlderSessionsAndALockout()
    {
        var link = await LinkAsync();
        var session = await _bed.SignInAsync(_account);
        for (var i = 0; i < 5; i++)
        {
            await _bed.Get<SignInByPassword>().HandleAsync("alice@foo.com", "x", SignInOrigin.Unknown(null), default);
        }

        await AcceptAsync(link);

        Assert.False(await _bed.Get<SessionActorSource>().IsAliveAsync(session, default));
        Assert.IsType<SignInOutcome.Accepted>(await _bed.Get<SignInByPassword>().HandleAsync("alice@foo.com", NewPassword, SignInOrigin.Unknown(null), default));
    }

    private async Task UseAsync(DatabaseKind kind)
    {
        if (_bed.Kind != kind)
        {
            await _bed.DisposeAsync();
            await OpenAsync(kind);
        }
    }

    private Task<Link> LinkAsync() => LinkAsync(_bed, _account);

    private static async Task<Link> LinkAsync(AccountsBed bed, Account account)
    {
        await using var scope = new AccountScope(bed.Get<IServiceScopeFactory>());
        var stored = (await scope.Users.FindByIdAsync(account.Id.ToString()))!;
        var link = await bed.Get<InvitationLinks>().CreateAsync(scope.Users, stored);
        var query = QueryHelpers.ParseQuery(link.Path[link.Path.IndexOf('?', StringComparison.Ordinal)..]);
        return new Link(query["account"].ToString(), query["token"].ToString());
    }

    private Task<string?> FindAsync(Link link) => _bed.Get<AcceptInvitation>().FindUsernameAsync(link.Account, link.Token, default);

    private Task<InvitationResult> AcceptAsync(Link link) => AcceptAsync(_bed, link);

    private static Task<InvitationResult> AcceptAsync(AccountsBed node, Link link) =>
        node.Get<AcceptInvitation>().HandleAsync(link.Account, link.Token, NewPassword, default);

    private sealed record Link(string Account, string Token);
}
