using EmailConsole.Accounts.Sessions;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Accounts.TenantManagement;
using EmailConsole.Tenants;

namespace EmailConsole.Tests.Accounts.TenantManagement;

public sealed class SetTenantActiveTests : IAsyncLifetime
{
    private AccountsBed _bed = default!;
    private System.Security.Claims.ClaimsPrincipal _super = default!;
    private System.Security.Claims.ClaimsPrincipal _person = default!;
    private Tenant _tenant = default!;

    public async Task InitializeAsync()
    {
        _bed = await AccountsBed.CreateAsync();
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

    [Fact]
    public async Task Handle_SuperTenant_IsRefused() =>
        Assert.IsType<TenantResult.IsSuperTenant>(await SetAsync(TenantDomain.SuperTenantId, false));

    [Fact]
    public async Task Handle_UnknownTenant_IsGone() => Assert.IsType<TenantResult.Gone>(await SetAsync(Guid.CreateVersion7(), false));

    [Fact]
    public async Task Handle_ByATenantsAdministrator_IsDenied() =>
        Assert.IsType<TenantResult.Denied>(await _bed.Get<SetTenantActive>().HandleAsync(_person, _tenant.Id, false, default));

    private Task<TenantResult> SetAsync(Guid tenantId, bool isActive) =>
        _bed.Get<SetTenantActive>().HandleAsync(_super, tenantId, isActive, default);

    private Task<SignInOutcome> SignInAsync() =>
        _bed.Get<SignInByPassword>().HandleAsync("admin@foo.com", AccountsBed.Password, SignInOrigin.Unknown(null), default);
}
