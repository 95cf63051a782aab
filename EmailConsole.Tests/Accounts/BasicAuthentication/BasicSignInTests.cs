using System.Net;
using EmailConsole.Accounts;
using EmailConsole.Accounts.BasicAuthentication;
using EmailConsole.Accounts.Passwords;
using EmailConsole.Tenants;
using EmailConsole.Tests.Accounts.Passwords;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Accounts.BasicAuthentication;

public sealed class BasicSignInTests : IAsyncLifetime
{
    private const string Replacement = "meadow saddle violin 3";

    private readonly BasicCredential _credential = new("alice@foo.com", AccountsBed.Password);
    private AccountsBed _bed = default!;
    private Account _account = default!;
    private int _checks;

    public async Task InitializeAsync()
    {
        var hasher = new ScriptedPasswordHasher { Verifying = () => Interlocked.Increment(ref _checks) };
        _bed = await AccountsBed.CreateAsync(replace: services => services.AddSingleton<IPasswordHasher<Account>>(hasher));
        await _bed.AddTenantAsync("foo.com");
        _account = await _bed.AddAccountAsync("alice@foo.com");
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Handle_AgainWithinAMinute_ChecksThePasswordOnce()
    {
        Assert.IsType<BasicOutcome.Accepted>(await SignInAsync());
        _bed.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.IsType<BasicOutcome.Accepted>(await SignInAsync());

        Assert.Equal(1, _checks);
    }

    [Fact]
    public async Task Handle_AfterAMinute_ChecksThePasswordAgain()
    {
        await SignInAsync();
        _bed.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.IsType<BasicOutcome.Accepted>(await SignInAsync());

        Assert.Equal(2, _checks);
    }

    [Fact]
    public async Task Handle_ManyAtOnce_ChecksThePasswordOnce()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(SignInAsync)));

        Assert.All(outcomes, outcome => Assert.IsType<BasicOutcome.Accepted>(outcome));
        Assert.Equal(1, _checks);
    }

    [Fact]
    public async Task Handle_RoleChangedSince_AnswersTheNewRole()
    {
        await SignInAsync();
        await ChangeAsync(a => a.Role = ActorRole.Operator);

        Assert.Equal(ActorRole.Operator, Assert.IsType<BasicOutcome.Accepted>(await SignInAsync()).Actor.Role);
    }

    [Fact]
    public async Task Handle_PasswordChangedSince_TakesTheNewOneOnly()
    {
        await SignInAsync();
        var session = await _bed.SignInAsync(_account);
        Assert.IsType<OwnPasswordResult.Changed>(await _bed.Get<ChangeOwnPassword>()
            .HandleAsync(session, AccountsBed.Password, Replacement, CancellationToken.None));

        Assert.IsType<BasicOutcome.Refused>(await SignInAsync());
        Assert.IsType<BasicOutcome.Accepted>(await SignInAsync(_credential with { Password = Replacement }));
    }

    [Fact]
    public async Task Handle_StampChangedAndPasswordTheSame_ChecksItAgainAndAccepts()
    {
        await SignInAsync();
        await ChangeAsync(a => a.SecurityStamp = "another");

        Assert.IsType<BasicOutcome.Accepted>(await SignInAsync());
        Assert.Equal(2, _checks);
    }

    [Fact]
    public async Task Handle_AccountDeactivatedSince_IsRefused()
    {
        await SignInAsync();
        await ChangeAsync(a => a.IsActive = false);

        Assert.IsType<BasicOutcome.Refused>(await SignInAsync());
    }

    [Fact]
    public async Task Handle_TenantDeactivatedSince_IsRefused()
    {
        await SignInAsync();
        await using (var db = await _bed.OpenDbAsync())
        {
            await db.Set<Tenant>().Where(t => t.Domain == "foo.com").ExecuteUpdateAsync(s => s.SetProperty(t => t.IsActive, false));
        }

        Assert.IsType<BasicOutcome.Refused>(await SignInAsync());
    }

    [Fact]
    public async Task Handle_OthersLockedOut_StillTakesWhatWasRightWithinTheDay()
    {
        await SignInAsync();
        await LockAsync();
        _bed.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.IsType<BasicOutcome.Accepted>(await SignInAsync());
        Assert.Equal(TimeSpan.FromMinutes(3), Assert.IsType<BasicOutcome.TooMany>(
            await SignInAsync(_credential with { Password = "something else 12" })).RetryAfter);
    }

    [Fact]
    public async Task Handle_OthersLockedOutADayLater_IsAStrangerAgain()
    {
        await SignInAsync();
        _bed.Time.Advance(TimeSpan.FromDays(1));
        await LockAsync();

        Assert.IsType<BasicOutcome.TooMany>(await SignInAsync());
    }

    [Fact]
    public async Task Handle_RightAgain_LeavesWhatTheOwnerIsTold()
    {
        await LockAsync();
        _bed.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.IsType<BasicOutcome.Accepted>(await SignInAsync());

        Assert.Equal(5, (await _bed.FindAsync(_account.Id))!.AccessFailedCount);
    }

    [Fact]
    public async Task Find_PrincipalOfACredential_IsThePerson()
    {
        var accepted = Assert.IsType<BasicOutcome.Accepted>(await SignInAsync());
        var principal = BasicClaims.Create(accepted.Account, accepted.Actor);

        Assert.Equal(accepted.Actor, await _bed.Get<IActorSource>().FindAsync(principal, CancellationToken.None));

        await ChangeAsync(a => a.IsActive = false);
        Assert.Null(await _bed.Get<IActorSource>().FindAsync(principal, CancellationToken.None));
    }

    [Fact]
    public async Task Find_SameClaimsOfAnotherIdentity_AnswersNull()
    {
        var accepted = Assert.IsType<BasicOutcome.Accepted>(await SignInAsync());
        var claims = BasicClaims.Create(accepted.Account, accepted.Actor).Claims;
        var forged = new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity(claims, "Basic"));

        Assert.Null(await _bed.Get<IActorSource>().FindAsync(forged, CancellationToken.None));
    }

    private async Task LockAsync()
    {
        for (var i = 0; i < 5; i++)
        {
            await SignInAsync(_credential with { Password = $"something else {i}" });
        }
    }

    private Task<BasicOutcome> SignInAsync() => SignInAsync(_credential);

    private Task<BasicOutcome> SignInAsync(BasicCredential credential) =>
        _bed.Get<BasicSignIn>().HandleAsync(credential, IPAddress.Loopback, CancellationToken.None);

    private async Task ChangeAsync(Action<Account> change)
    {
        await using var db = await _bed.OpenDbAsync();
        change(await db.Set<Account>().SingleAsync(a => a.Id == _account.Id));
        await db.SaveChangesAsync();
    }
}
