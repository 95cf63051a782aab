using System.Security.Claims;
using EmailConsole.Accounts;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Accounts.BasicAuthentication;
using EmailConsole.Accounts.Invitations;
using EmailConsole.Accounts.People;
using EmailConsole.Accounts.TenantManagement;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Cluster;

/// <summary>Who may do what, changed on one node, asked on the other, which has let them in before.</summary>
public sealed class ClusterAccountsTests : IAsyncLifetime
{
    private const string Domain = "people.example";

    private NodeBed _bed = null!;
    private ClaimsPrincipal _super = null!;
    private ConsolePerson _anna = null!;
    private Account _account = null!;

    public async Task InitializeAsync()
    {
        _bed = await NodeBed.StartAsync();
        await _bed[0].AddTenantAsync(Domain);
        _super = await _bed[0].OpenSessionAsync(await _bed[0].AddSuperAdministratorAsync());
        _anna = await _bed[0].AddPersonAsync(Domain, "anna", ActorRole.Administrator);
        await using var db = await _bed[0].OpenDbAsync();
        _account = await db.Set<Account>().SingleAsync(a => a.UserName == _anna.Username);
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [PostgresFact]
    public async Task Password_ResetOnOneNode_TheOldOneIsRefusedOnTheOtherAtOnce()
    {
        Assert.IsType<BasicOutcome.Accepted>(await SignInAsync());

        var result = await _bed[0].Service<ResetPassword>().HandleAsync(_super, Domain, _account.Id, new Credential.Chosen("lantern harbour 7 mosaic"), default);

        Assert.IsType<PersonResult.Done>(result);
        Assert.IsType<BasicOutcome.Refused>(await SignInAsync());
    }

    [PostgresFact]
    public async Task Person_DeactivatedOnOneNode_IsRefusedOnTheOtherAtOnce()
    {
        Assert.IsType<BasicOutcome.Accepted>(await SignInAsync());
        var session = await _bed[1].OpenSessionAsync(_anna);
        Assert.NotNull(await _bed[1].Service<IActorSource>().FindAsync(session, default));

        Assert.IsType<PersonResult.Done>(await _bed[0].Service<ChangePeople>().SetActiveAsync(_super, Domain, _account.Id, isActive: false, default));

        Assert.IsType<BasicOutcome.Refused>(await SignInAsync());
        Assert.Null(await _bed[1].Service<IActorSource>().FindAsync(session, default));
    }

    [PostgresFact]
    public async Task Role_ChangedOnOneNode_HoldsOnTheOtherAtOnce()
    {
        var accepted = Assert.IsType<BasicOutcome.Accepted>(await SignInAsync());
        Assert.Equal(ActorRole.Administrator, accepted.Actor.Role);

        Assert.IsType<PersonResult.Done>(await _bed[0].Service<ChangePeople>().SetRoleAsync(_super, Domain, _account.Id, ActorRole.Operator, default));

        accepted = Assert.IsType<BasicOutcome.Accepted>(await SignInAsync());
        Assert.Equal(ActorRole.Operator, accepted.Actor.Role);
    }

    [PostgresFact]
    public async Task Key_RevokedOnOneNode_IsUnknownOnTheOtherWithinASecond()
    {
        var input = new NewApiKey("app", RestScopes.Send, null);
        var created = Assert.IsType<ApiKeyResult.Created>(await _bed[0].Service<ManageApiKeys>().CreateAsync(_super, Domain, input, default));
        Assert.True(await IsKnownAsync(created));

        await _bed[0].Service<ManageApiKeys>().RevokeAsync(_super, Domain, created.Row.Id, default);

        await GoneAsync(created);
    }

    [PostgresFact]
    public async Task Tenant_DeactivatedOnOneNode_ItsPeopleAndKeysAreRefusedOnTheOther()
    {
        var created = Assert.IsType<ApiKeyResult.Created>(
            await _bed[0].Service<ManageApiKeys>().CreateAsync(_super, Domain, new NewApiKey("app", RestScopes.Send, null), default));
        Assert.True(await IsKnownAsync(created));
        Assert.IsType<BasicOutcome.Accepted>(await SignInAsync());

        Assert.IsType<TenantResult.Changed>(await _bed[0].Service<SetTenantActive>().HandleAsync(_super, _account.TenantId, isActive: false, default));

        Assert.IsType<BasicOutcome.Refused>(await SignInAsync());
        await GoneAsync(created);
    }

    private Task<BasicOutcome> SignInAsync() =>
        _bed[1].Service<BasicSignIn>().HandleAsync(new BasicCredential(_anna.Username, _anna.Password), null, default);

    private async Task<bool> IsKnownAsync(ApiKeyResult.Created key)
    {
        Assert.True(ApiKeyText.TryGetPrefix(key.Key, out var prefix));
        return await _bed[1].Service<ApiKeyCache>().FindAsync(prefix, default) is not null;
    }

    private async Task GoneAsync(ApiKeyResult.Created key)
    {
        var start = TimeProvider.System.GetTimestamp();
        await Bound.UntilAsync(async () => !await IsKnownAsync(key));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, Bound.Soon);
    }
}
