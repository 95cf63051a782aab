using EmailConsole.Accounts.TenantManagement;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Sending.Lanes;

namespace EmailConsole.Tests.Accounts.TenantManagement;

public sealed class LoadTenantTests : IAsyncLifetime
{
    private readonly LaneBed _bed = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Handle_BySuperAdministrator_LoadsAndUnloads()
    {
        var person = await _bed.OpenSessionAsync(await _bed.AddSuperAdministratorAsync());
        var tenant = await _bed.AddTenantAsync();

        Assert.Equal(LoadTenantResult.Done, await SetAsync(person, tenant, true));
        Assert.NotNull(_bed.Lanes.Find(tenant));
        Assert.Equal(LoadTenantResult.Done, await SetAsync(person, tenant, false));
        Assert.Null(_bed.Lanes.Find(tenant));
    }

    [Fact]
    public async Task Handle_InactiveOrUnknown_SaysSo()
    {
        var person = await _bed.OpenSessionAsync(await _bed.AddSuperAdministratorAsync());

        Assert.Equal(LoadTenantResult.Inactive, await SetAsync(person, await _bed.AddTenantAsync(isActive: false), true));
        Assert.Equal(LoadTenantResult.Gone, await SetAsync(person, Guid.NewGuid(), true));
    }

    [Theory]
    [InlineData("load.example", ActorRole.Administrator)]
    [InlineData(TenantDomain.Super, ActorRole.Operator)]
    public async Task Handle_ByOthers_IsDenied(string domain, ActorRole role)
    {
        var tenant = await _bed.AddTenantAsync(domain: "load.example");
        var person = await _bed.OpenSessionAsync(await _bed.AddPersonAsync(domain, "someone", role));

        Assert.Equal(LoadTenantResult.Denied, await SetAsync(person, tenant, true));
        Assert.Null(_bed.Lanes.Find(tenant));
        Assert.Null(await _bed.Service<ListTenants>().FindLivesAsync(person, [tenant], CancellationToken.None));
    }

    private Task<LoadTenantResult> SetAsync(System.Security.Claims.ClaimsPrincipal person, Guid tenant, bool isLoaded) =>
        _bed.Service<LoadTenant>().HandleAsync(person, tenant, isLoaded, CancellationToken.None);
}
