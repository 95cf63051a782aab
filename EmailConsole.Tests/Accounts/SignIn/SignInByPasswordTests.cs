using System.Net;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Accounts.SignIn;

public sealed class SignInByPasswordTests : IAsyncLifetime
{
    private AccountsBed _bed = default!;

    public async Task InitializeAsync()
    {
        _bed = await AccountsBed.CreateAsync();
        await _bed.AddTenantAsync("foo.com");
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [InlineData("alice@foo.com", "alice@foo.com")]
    [InlineData("alice@foo.com", "ALICE@Foo.COM")]
    [InlineData("alice@example.org@foo.com", "alice@example.org@foo.com")]
    [InlineData("admin@carbon.super", "admin")]
    public async Task Handle_RightPassword_Accepts(string username, string typed)
    {
        var account = await _bed.AddAccountAsync(username);

        var outcome = await SignInAsync(typed, AccountsBed.Password);

        Assert.Equal(account.Id, Assert.IsType<SignInOutcome.Accepted>(outcome).Account.Id);
    }

    [Fact]
    public async Task Handle_WrongPassword_Refuses()
    {
        await _bed.AddAccountAsync("alice@foo.com");

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync("alice@foo.com", "something else 12"));
    }

    [Fact]
    public async Task Handle_InactiveAccount_RefusesTheRightPassword()
    {
        await _bed.AddAccountAsync("alice@foo.com", isActive: false);

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync("alice@foo.com", AccountsBed.Password));
    }

    [Fact]
    public async Task Handle_InactiveTenant_RefusesTheRightPassword()
    {
        await _bed.AddAccountAsync("alice@foo.com");
        await using (var db = await _bed.OpenDbAsync())
        {
            await db.Set<Tenant>().Where(t => t.Domain == "foo.com").ExecuteUpdateAsync(s => s.SetProperty(t => t.IsActive, false));
        }

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync("alice@foo.com", AccountsBed.Password));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task Handle_InvitedWithoutPassword_Refuses(string? password)
    {
        await _bed.AddAccountAsync("alice@foo.com", password: null);

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync("alice@foo.com", password));
    }

    [Fact]
    public async Task Handle_FifthFailure_LocksForFiveMinutesEvenWithTheRightPassword()
    {
        await _bed.AddAccountAsync("alice@foo.com");
        await FailAsync("alice@foo.com", 4);

        var fifth = await SignInAsync("alice@foo.com", "something else 12");
        _bed.Time.Advance(TimeSpan.FromMinutes(2));
        var right = await SignInAsync("alice@foo.com", AccountsBed.Password);

        Assert.Equal(TimeSpan.FromMinutes(5), Assert.IsType<SignInOutcome.LockedOut>(fifth).Remaining);
        Assert.Equal(TimeSpan.FromMinutes(3), Assert.IsType<SignInOutcome.LockedOut>(right).Remaining);
    }

    [Fact]
    public async Task Handle_AfterTheLockout_AcceptsTheRightPassword()
    {
        await _bed.AddAccountAsync("alice@foo.com");
        await FailAsync("alice@foo.com", 5);
        _bed.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.IsType<SignInOutcome.Accepted>(await SignInAsync("alice@foo.com", AccountsBed.Password));
    }

    [Fact]
    public async Task Handle_RightPasswordInBetween_CountsAnew()
    {
        await _bed.AddAccountAsync("alice@foo.com");
        await FailAsync("alice@foo.com", 4);
        await SignInAsync("alice@foo.com", AccountsBed.Password);

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync("alice@foo.com", "something else 12"));
    }

    [Theory]
    [InlineData("nobody@foo.com")]
    [InlineData("nobody@bar.com")]
    [InlineData("not a name")]
    [InlineData("inactive@foo.com")]
    [InlineData("invited@foo.com")]
    public async Task Handle_NameWithoutUsableAccount_AnswersExactlyAsForAWrongPassword(string username)
    {
        await _bed.AddAccountAsync("alice@foo.com");
        await _bed.AddAccountAsync("inactive@foo.com", isActive: false);
        await _bed.AddAccountAsync("invited@foo.com", password: null);
        var known = new List<SignInOutcome>();
        var other = new List<SignInOutcome>();
        for (var i = 0; i < 7; i++)
        {
            known.Add(await SignInAsync("alice@foo.com", "something else 12"));
            other.Add(await SignInAsync(username, "something else 12"));
        }

        Assert.Contains(known, outcome => outcome is SignInOutcome.LockedOut);
        Assert.Equal(known, other);
    }

    [Fact]
    public async Task Handle_FailuresAtTheSameMoment_AreAllCounted()
    {
        await _bed.AddAccountAsync("alice@foo.com");

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SignInAsync("alice@foo.com", "something else 12")));

        Assert.IsType<SignInOutcome.LockedOut>(await SignInAsync("alice@foo.com", AccountsBed.Password));
    }

    [Fact]
    public async Task Handle_Failure_LeavesTheVersionOfTheAccount()
    {
        var account = await _bed.AddAccountAsync("alice@foo.com");

        await FailAsync("alice@foo.com", 1);

        var after = (await _bed.FindAsync(account.Id))!;
        Assert.Equal(1, after.AccessFailedCount);
        Assert.Equal(account.Version, after.Version);
    }

    [Fact]
    public async Task Handle_ManyAttemptsFromOneAddress_AreBounded()
    {
        await using var bed = await AccountsBed.CreateAsync(new Dictionary<string, string?> { ["SignIn:AttemptsPerAddress"] = "3" });
        var signIn = bed.Get<SignInByPassword>();
        for (var i = 0; i < 3; i++)
        {
            Assert.IsType<SignInOutcome.Refused>(await signIn.HandleAsync($"a{i}@foo.com", "x", SignInOrigin.Unknown(IPAddress.Parse("192.0.2.1")), default));
        }

        var fourth = await signIn.HandleAsync("b@foo.com", "x", SignInOrigin.Unknown(IPAddress.Parse("192.0.2.1")), default);
        var elsewhere = await signIn.HandleAsync("b@foo.com", "x", SignInOrigin.Unknown(IPAddress.Parse("192.0.2.2")), default);

        Assert.InRange(Assert.IsType<SignInOutcome.TooMany>(fourth).RetryAfter, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
        Assert.IsType<SignInOutcome.Refused>(elsewhere);
    }

    [Fact]
    public async Task Handle_ManyAttemptsWithOneName_AreBoundedFromWherever()
    {
        await using var bed = await AccountsBed.CreateAsync(new Dictionary<string, string?> { ["SignIn:AttemptsPerUsername"] = "3" });
        var signIn = bed.Get<SignInByPassword>();
        for (var i = 0; i < 3; i++)
        {
            await signIn.HandleAsync("alice@foo.com", "x", SignInOrigin.Unknown(IPAddress.Parse($"192.0.2.{i}")), default);
        }

        Assert.IsType<SignInOutcome.TooMany>(await signIn.HandleAsync("Alice@foo.com", "x", SignInOrigin.Unknown(IPAddress.Parse("192.0.2.9")), default));
    }

    [Fact]
    public async Task Handle_LockedOutNetworkGoesOn_UsesUpNobodyElsesAttempts()
    {
        var account = await _bed.AddAccountAsync("alice@foo.com");
        await FailAsync("alice@foo.com", 30);

        var elsewhere = await _bed.Get<SignInByPassword>().HandleAsync(
            "alice@foo.com", AccountsBed.Password, SignInOrigin.Unknown(IPAddress.Parse("192.0.2.9")), default);

        Assert.Equal(account.Id, Assert.IsType<SignInOutcome.Accepted>(elsewhere).Account.Id);
    }

    [Fact]
    public async Task Handle_GuessedAtFromManyNetworks_SlowsStrangersAndNotAKnownClient()
    {
        var account = await _bed.AddAccountAsync("alice@foo.com");
        var signIn = _bed.Get<SignInByPassword>();
        for (var i = 0; i < 25; i++)
        {
            await signIn.HandleAsync("alice@foo.com", "x", SignInOrigin.Unknown(IPAddress.Parse($"192.0.2.{i}")), default);
        }

        var stranger = await signIn.HandleAsync("alice@foo.com", AccountsBed.Password, SignInOrigin.Unknown(IPAddress.Parse("192.0.2.99")), default);
        var known = await signIn.HandleAsync(
            "alice@foo.com", AccountsBed.Password, new SignInOrigin(IPAddress.Parse("192.0.2.1"), new Dictionary<Guid, string> { [account.Id] = "laptop" }), default);

        Assert.IsType<SignInOutcome.TooMany>(stranger);
        Assert.IsType<SignInOutcome.Accepted>(known);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void NetworkOf_TwoAddresses_TellsWhetherTheyShareABound(string one, string other, bool isShared) =>
        Assert.Equal(isShared, SignInThrottle.NetworkOf(IPAddress.Parse(one)) == SignInThrottle.NetworkOf(IPAddress.Parse(other)));

    private Task<SignInOutcome> SignInAsync(string username, string? password) =>
        _bed.Get<SignInByPassword>().HandleAsync(username, password, SignInOrigin.Unknown(IPAddress.Loopback), CancellationToken.None);

    private async Task FailAsync(string username, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.IsNotType<SignInOutcome.Accepted>(await SignInAsync(username, "something else 12"));
        }
    }
}
