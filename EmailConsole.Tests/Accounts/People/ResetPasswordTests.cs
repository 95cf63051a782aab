using System.Security.Claims;
using EmailConsole.Accounts;
using EmailConsole.Accounts.Invitations;
using EmailConsole.Accounts.People;
using EmailConsole.Accounts.Sessions;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using EmailConsole.Tests.Persistence;

namespace EmailConsole.Tests.Accounts.People;

public sealed class ResetPasswordTests : IAsyncLifetime
{
    private const string NewPassword = "meadow violin anchor 42";

    private AccountsBed _bed = default!;
    private Account _administrator = default!;
    private Account _alice = default!;
    private ClaimsPrincipal _person = default!;

    public Task InitializeAsync() => OpenAsync(TestDatabase.Usual);

    private async Task OpenAsync(DatabaseKind kind)
    {
        _bed = await AccountsBed.CreateAsync(kind: kind);
        await _bed.AddTenantAsync("foo.com");
        await _bed.AddTenantAsync("bar.com");
        _administrator = await _bed.AddAccountAsync("admin@foo.com");
        _alice = await _bed.AddAccountAsync("alice@foo.com", ActorRole.Operator);
        _person = await _bed.SignInAsync(_administrator);
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Handle_PasswordTyped_ReplacesTheOldOneAndEndsSessions()
    {
        var session = await _bed.SignInAsync(_alice);

        Assert.IsType<PersonResult.Done>(await ResetAsync(_alice.Id, new Credential.Chosen(NewPassword)));

        Assert.False(await _bed.Get<SessionActorSource>().IsAliveAsync(session, default));
        Assert.IsType<SignInOutcome.Refused>(await SignInAsync(AccountsBed.Password));
        Assert.IsType<SignInOutcome.Accepted>(await SignInAsync(NewPassword));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Handle_SeveralAtTheSameMoment_OneAfterTheOther(DatabaseKind kind)
    {
        await UseAsync(kind);

        var results = await _bed.RaceAsync(6, (node, _) => ResetAsync(node, _alice.Id, new Credential.Chosen(NewPassword)));

        Assert.All(results, result => Assert.IsType<PersonResult.Done>(result));
        Assert.IsType<SignInOutcome.Accepted>(await SignInAsync(NewPassword));
    }

    [Fact]
    public async Task Handle_Link_EndsSessionsAndKeepsTheOldPasswordMeanwhile()
    {
        var session = await _bed.SignInAsync(_alice);

        var result = await ResetAsync(_alice.Id, new Credential.Link());

        Assert.IsType<IssuedCredential.Link>(Assert.IsType<PersonResult.Done>(result).Issued);
        Assert.False(await _bed.Get<SessionActorSource>().IsAliveAsync(session, default));
        Assert.IsType<SignInOutcome.Accepted>(await SignInAsync(AccountsBed.Password));
    }

    [Fact]
    public async Task Handle_LockedOut_LiftsTheLockout()
    {
        for (var i = 0; i < 5; i++)
        {
            await SignInAsync("x");
        }

        await ResetAsync(_alice.Id, new Credential.Chosen(NewPassword));

        Assert.IsType<SignInOutcome.Accepted>(await SignInAsync(NewPassword));
    }

    [Fact]
    public async Task Handle_OwnAccount_AsksForTheCurrentPasswordInstead() =>
        Assert.IsType<PersonResult.OwnPassword>(await ResetAsync(_administrator.Id, new Credential.Generated()));

    [Fact]
    public async Task Handle_AccountOfAnotherTenant_IsGone()
    {
        var foreign = await _bed.AddAccountAsync("alice@bar.com");

        Assert.IsType<PersonResult.Gone>(await ResetAsync(foreign.Id, new Credential.Chosen(NewPassword)));
        Assert.Equal(foreign.PasswordHash, (await _bed.FindAsync(foreign.Id))!.PasswordHash);
    }

    [Fact]
    public async Task Handle_WeakPassword_ChangesNothing()
    {
        var session = await _bed.SignInAsync(_alice);

        Assert.IsType<PersonResult.Invalid>(await ResetAsync(_alice.Id, new Credential.Chosen("password1234")));

        Assert.True(await _bed.Get<SessionActorSource>().IsAliveAsync(session, default));
    }

    [Fact]
    public async Task Handle_ByAnOperator_IsDenied()
    {
        var @operator = await _bed.SignInAsync(_alice);

        Assert.IsType<PersonResult.Denied>(
            await _bed.Get<ResetPassword>().HandleAsync(@operator, "foo.com", _administrator.Id, new Credential.Generated(), default));
    }

    private async Task UseAsync(DatabaseKind kind)
    {
        if (_bed.Kind != kind)
        {
            await _bed.DisposeAsync();
            await OpenAsync(kind);
        }
    }

    private Task<PersonResult> ResetAsync(Guid accountId, Credential credential) => ResetAsync(_bed, accountId, credential);

    private Task<PersonResult> ResetAsync(AccountsBed node, Guid accountId, Credential credential) =>
        node.Get<ResetPassword>().HandleAsync(_person, "foo.com", accountId, credential, default);

    private Task<SignInOutcome> SignInAsync(string password) =>
        _bed.Get<SignInByPassword>().HandleAsync("alice@foo.com", password, SignInOrigin.Unknown(null), default);
}
