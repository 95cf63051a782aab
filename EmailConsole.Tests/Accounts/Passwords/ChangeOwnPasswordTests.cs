using EmailConsole.Accounts;
using EmailConsole.Accounts.Passwords;
using EmailConsole.Accounts.Sessions;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Persistence;
using EmailConsole.Tests.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Accounts.Passwords;

public sealed class ChangeOwnPasswordTests : IAsyncLifetime
{
    private const string NewPassword = "meadow violin anchor 42";

    private AccountsBed _bed = default!;
    private Account _account = default!;
    private System.Security.Claims.ClaimsPrincipal _person = default!;

    public Task InitializeAsync() => OpenAsync(TestDatabase.Usual);

    private async Task OpenAsync(DatabaseKind kind)
    {
        _bed = await AccountsBed.CreateAsync(kind: kind);
        _account = await _bed.AddAccountAsync("admin@carbon.super");
        _person = await _bed.SignInAsync(_account);
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Handle_RightCurrent_ChangesAndEndsTheOtherSessionsOnly()
    {
        var other = await _bed.SignInAsync(_account);

        Assert.IsType<OwnPasswordResult.Changed>(await ChangeAsync(AccountsBed.Password));

        var sessions = _bed.Get<SessionActorSource>();
        Assert.True(await sessions.IsAliveAsync(_person, default));
        Assert.False(await sessions.IsAliveAsync(other, default));
        Assert.IsType<SignInOutcome.Accepted>(await _bed.Get<SignInByPassword>().HandleAsync("admin", NewPassword, SignInOrigin.Unknown(null), default));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("something else 12")]
    public async Task Handle_WrongCurrent_ChangesNothing(string? current)
    {
        Assert.IsType<OwnPasswordResult.WrongCurrent>(await ChangeAsync(current));

        Assert.Equal(_account.PasswordHash, (await _bed.FindAsync(_account.Id))!.PasswordHash);
    }

    [Fact]
    public async Task Handle_FiveWrong_LocksAlsoWithTheRightOne()
    {
        for (var i = 0; i < 5; i++)
        {
            await ChangeAsync("something else 12");
        }

        Assert.IsType<OwnPasswordResult.Locked>(await ChangeAsync(AccountsBed.Password));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Handle_SeveralAtTheSameMoment_OneIsDone(DatabaseKind kind)
    {
        await UseAsync(kind);

        var results = await _bed.RaceAsync(4, (node, _) => ChangeAsync(node, AccountsBed.Password));

        Assert.Single(results, result => result is OwnPasswordResult.Changed);
        Assert.All(results, result => Assert.True(result is OwnPasswordResult.Changed or OwnPasswordResult.ChangedElsewhere or OwnPasswordResult.WrongCurrent, result.ToString()));
    }

    [Fact]
    public async Task Handle_WeakNew_SaysWhatToType() =>
        Assert.IsType<OwnPasswordResult.Invalid>(
            await _bed.Get<ChangeOwnPassword>().HandleAsync(_person, AccountsBed.Password, "password1234", default));

    [Fact]
    public async Task Handle_SessionEnded_IsNotSignedIn()
    {
        await _bed.Get<SignInSessions>().EndAsync(_person, default);

        Assert.IsType<OwnPasswordResult.NotSignedIn>(await ChangeAsync(AccountsBed.Password));
    }

    [Fact]
    public async Task Handle_PasswordSetElsewhereAfterTheCheck_ChangesNothing()
    {
        var hasher = new ScriptedPasswordHasher();
        await using var bed = await AccountsBed.CreateAsync(replace: services => services.AddSingleton<IPasswordHasher<Account>>(hasher));
        var account = await bed.AddAccountAsync("admin@carbon.super");
        var person = await bed.SignInAsync(account);
        hasher.Verifying = () =>
        {
            using var db = bed.Get<IDbContextFactory<EmailConsoleDb>>().CreateDbContext();
            db.Set<Account>().ExecuteUpdate(set => set.SetProperty(a => a.SecurityStamp, "renewed"));
        };

        var result = await bed.Get<ChangeOwnPassword>().HandleAsync(person, AccountsBed.Password, NewPassword, default);

        Assert.IsType<OwnPasswordResult.ChangedElsewhere>(result);
        Assert.Equal(account.PasswordHash, (await bed.FindAsync(account.Id))!.PasswordHash);
    }

    private async Task UseAsync(DatabaseKind kind)
    {
        if (_bed.Kind != kind)
        {
            await _bed.DisposeAsync();
            await OpenAsync(kind);
        }
    }

    private Task<OwnPasswordResult> ChangeAsync(string? current) => ChangeAsync(_bed, current);

    private Task<OwnPasswordResult> ChangeAsync(AccountsBed node, string? current) =>
        node.Get<ChangeOwnPassword>().HandleAsync(_person, current, NewPassword, default);
}
