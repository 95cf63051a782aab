using EmailConsole.Accounts.Sessions;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Accounts.TenantManagement;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using EmailConsole.Tests.Persistence;

namespace EmailConsole.Tests.Accounts.TenantManagement;

public sealed class SetTenantActiveTests : IAsyncLifetime
{
    private AccountsBed _bed = default!;
    private System.Security.Claims.ClaimsPrincipal _super = default!;
    private System.Security.Claims.ClaimsPrincipal _person = default!;
    private Tenant _tenant = default!;

    public Task InitializeAsync() => OpenAsync(TestDatabase.Usual);

    private async Task OpenAsync(DatabaseKind kind)
    {
        _bed = await AccountsBed.CreateAsync(kind: kind);
        _super = await _bed.SignInSuperAsync();
        _tenant = await _bed.AddTenantAsync("foo.com");
        _person = await _bed.SignInAsync(await _bed.AddAccountAsync("admin@foo.com"));
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Handle_Deactivated_EndsSessionsForGoodAndRefusesSignIn()
    {
        Assert.IsType<TenantResult.Changed>(await SetAsync(_tenant.Id, false));
        Assert.IsType<SignInOutcome.Refused>(await SignInAsync());

        await SetAsync(_tenant.Id, true);

        Assert.False(await _bed.Get<SessionActorSource>().IsAliveAsync(_person, default));
        Assert.True(await _bed.Get<SessionActorSource>().IsAliveAsync(_super, default));
        Assert.IsType<SignInOutcome.Accepted>(await SignInAsync());
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Handle_SeveralAtTheSameMoment_OneAfterTheOther(DatabaseKind kind)
    {
        await UseAsync(kind);

        var results = await _bed.RaceAsync(6, (node, _) => SetAsync(node, _tenant.Id, false));

        Assert.All(results, result => Assert.IsType<TenantResult.Changed>(result));
        Assert.IsType<SignInOutcome.Refused>(await SignInAsync());
    }

    [Fact]
    public async Task Handle_SuperTenant_IsRefused() =>
        Assert.IsType<TenantResult.IsSuperTenant>(await SetAsync(TenantDomain.SuperTenantId, false));

    [Fact]
    public async Task Handle_UnknownTenant_IsGone() => Assert.IsType<TenantResult.Gone>(await SetAsync(Guid.CreateVersion7(), false));

    [Fact]
    public async Task Handle_ByATenantsAdministrator_IsDenied() =>
        Assert.IsType<TenantResult.Denied>(await _bed.Get<SetTenantActive>().HandleAsync(_person, _tenant.Id, false, default));

    private async Task UseAsync(DatabaseKind kind)
    {
        if (_bed.Kind != kind)
        {
            await _bed.DisposeAsync();
            await OpenAsync(kind);
        }
    }

    private Task<TenantResult> SetAsync(Guid tenantId, bool isActive) => SetAsync(_bed, tenantId, isActive);

    private Task<TenantResult> SetAsync(AccountsBed node, Guid tenantId, bool isActive) =>
        node.Get<SetTenantActive>().HandleAsync(_super, tenantId, isActive, default);

    private Task<SignInOutcome> SignInAsync() =>
        _bed.Get<SignInByPassword>().HandleAsync("admin@foo.com", AccountsBed.Password, SignInOrigin.Unknown(null), default);
}
