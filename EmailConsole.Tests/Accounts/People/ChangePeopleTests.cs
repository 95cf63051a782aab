using System.Security.Claims;
using EmailConsole.Accounts;
using EmailConsole.Accounts.People;
using EmailConsole.Accounts.Sessions;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using EmailConsole.Tests.Persistence;

namespace EmailConsole.Tests.Accounts.People;

public sealed class ChangePeopleTests : IAsyncLifetime
{
    private AccountsBed _bed = default!;
    private Account _administrator = default!;
    private ClaimsPrincipal _person = default!;

    public enum Change
    {
        Demote,
        Deactivate,
        Remove,
    }

    public Task InitializeAsync() => OpenAsync(TestDatabase.Usual);

    private async Task OpenAsync(DatabaseKind kind)
    {
        _bed = await AccountsBed.CreateAsync(kind: kind);
        await _bed.AddTenantAsync("foo.com");
        await _bed.AddTenantAsync("bar.com");
        _administrator = await _bed.AddAccountAsync("admin@foo.com");
        _person = await _bed.SignInAsync(_administrator);
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [InlineData(Change.Demote)]
    [InlineData(Change.Deactivate)]
    [InlineData(Change.Remove)]
    public async Task Change_LastAdministrator_IsRefusedAndChangesNothing(Change change)
    {
        await _bed.AddAccountAsync("operator@foo.com", ActorRole.Operator);
        await _bed.AddAccountAsync("inactive@foo.com", isActive: false);
        await _bed.AddAccountAsync("invited@foo.com", password: null);

        Assert.IsType<PersonResult.LastAdministrator>(await ApplyAsync(_person, _administrator.Id, change));

        var after = await _bed.FindAsync(_administrator.Id);
        Assert.True(after is { IsActive: true, Role: ActorRole.Administrator });
        Assert.True(await _bed.Get<SessionActorSource>().IsAliveAsync(_person, default));
    }

    [Theory]
    [InlineData(Change.Demote)]
    [InlineData(Change.Deactivate)]
    [InlineData(Change.Remove)]
    public async Task Change_OneOfTwoAdministrators_IsDone(Change change)
    {
        var other = await _bed.AddAccountAsync("other@foo.com");

        Assert.IsType<PersonResult.Done>(await ApplyAsync(_person, other.Id, change));

        var after = await _bed.FindAsync(other.Id);
        Assert.False(after is { IsActive: true, Role: ActorRole.Administrator });
    }

    [Theory]
    [OnSqlite(Change.Demote)]
    [OnSqlite(Change.Deactivate)]
    [OnSqlite(Change.Remove)]
    [OnPostgres(Change.Demote)]
    [OnPostgres(Change.Deactivate)]
    [OnPostgres(Change.Remove)]
    public async Task Change_TwoAdministratorsEachOtherAtTheSameMoment_OneStays(DatabaseKind kind, Change change)
    {
        await UseAsync(kind);
        var other = await _bed.AddAccountAsync("other@foo.com");
        var otherPerson = await _bed.SignInAsync(other);

        await _bed.RaceAsync(2, (node, i) => i == 0
            ? ApplyAsync(node, _person, other.Id, change)
            : ApplyAsync(node, otherPerson, _administrator.Id, change));

        Account?[] both = [await _bed.FindAsync(_administrator.Id), await _bed.FindAsync(other.Id)];
        Assert.Single(both, account => account is { IsActive: true, Role: ActorRole.Administrator });
    }

    [Fact]
    public async Task SetActive_Deactivated_EndsThePersonsSessions()
    {
        var other = await _bed.AddAccountAsync("other@foo.com", ActorRole.Operator);
        var session = await _bed.SignInAsync(other);

        await ApplyAsync(_person, other.Id, Change.Deactivate);
        await _bed.Get<ChangePeople>().SetActiveAsync(_person, "foo.com", other.Id, isActive: true, default);

        Assert.False(await _bed.Get<SessionActorSource>().IsAliveAsync(session, default));
    }

    [Theory]
    [InlineData(Change.Demote)]
    [InlineData(Change.Deactivate)]
    [InlineData(Change.Remove)]
    public async Task Change_AccountOfAnotherTenant_IsGone(Change change)
    {
        var foreign = await _bed.AddAccountAsync("someone@bar.com", ActorRole.Operator);

        Assert.IsType<PersonResult.Gone>(await ApplyAsync(_person, foreign.Id, change));

        Assert.True(await _bed.FindAsync(foreign.Id) is { IsActive: true });
    }

    [Theory]
    [InlineData("bar.com")]
    [InlineData("unknown.com")]
    [InlineData("carbon.super")]
    [InlineData("")]
    [InlineData("not a domain")]
    public async Task Change_InAnotherTenant_IsDenied(string domain) =>
        Assert.IsType<PersonResult.Denied>(
            await _bed.Get<ChangePeople>().RemoveAsync(_person, domain, _administrator.Id, default));

    [Fact]
    public async Task Change_ByAnOperator_IsDenied()
    {
        var @operator = await _bed.SignInAsync(await _bed.AddAccountAsync("operator@foo.com", ActorRole.Operator));

        Assert.IsType<PersonResult.Denied>(await ApplyAsync(@operator, _administrator.Id, Change.Remove));
    }

    [Fact]
    public async Task Change_AfterSigningOut_IsDenied()
    {
        await _bed.AddAccountAsync("other@foo.com");
        await _bed.Get<SignInSessions>().EndAsync(_person, default);

        Assert.IsType<PersonResult.Denied>(await ApplyAsync(_person, _administrator.Id, Change.Remove));
    }

    [Fact]
    public async Task Change_BySuperAdministratorInAnotherTenant_IsDone()
    {
        var super = await _bed.SignInSuperAsync();
        var other = await _bed.AddAccountAsync("other@foo.com");

        Assert.IsType<PersonResult.Done>(await ApplyAsync(super, other.Id, Change.Remove));
    }

    private async Task UseAsync(DatabaseKind kind)
    {
        if (_bed.Kind != kind)
        {
            await _bed.DisposeAsync();
            await OpenAsync(kind);
        }
    }

    private Task<PersonResult> ApplyAsync(ClaimsPrincipal person, Guid accountId, Change change) => ApplyAsync(_bed, person, accountId, change);

    private static Task<PersonResult> ApplyAsync(AccountsBed node, ClaimsPrincipal person, Guid accountId, Change change)
    {
        var people = node.Get<ChangePeople>();
        return change switch
        {
            Change.Demote => people.SetRoleAsync(person, "foo.com", accountId, ActorRole.Operator, default),
            Change.Deactivate => people.SetActiveAsync(person, "foo.com", accountId, isActive: false, default),
            _ => people.RemoveAsync(person, "foo.com", accountId, default),
        };
    }
}
