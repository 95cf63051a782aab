using EmailConsole.Accounts.TenantManagement;
using EmailConsole.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Accounts.TenantManagement;

public sealed class ListTenantsTests : IAsyncLifetime
{
    private AccountsBed _bed = default!;
    private System.Security.Claims.ClaimsPrincipal _super = default!;

    public async Task InitializeAsync()
    {
        _bed = await AccountsBed.CreateAsync(replace: services => services.AddSingleton<ITenantProviderSummary, FakeProviderSummary>());
        _super = await _bed.SignInSuperAsync();
        foreach (var domain in (string[])["foo.com", "bar.com", "xn--bcher-kva.example"])
        {
            await _bed.AddTenantAsync(domain);
        }
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [InlineData(null, new[] { "bar.com", "carbon.super", "foo.com", "xn--bcher-kva.example" })]
    [InlineData("o.c", new[] { "foo.com" })]
    [InlineData("COM", new[] { "bar.com", "foo.com" })]
    [InlineData("Bücher", new[] { "xn--bcher-kva.example" })]
    [InlineData("%", new string[0])]
    [InlineData("_", new string[0])]
    public async Task Handle_Search_FindsPartsOfDomainsInOrder(string? search, string[] domains) =>
        Assert.Equal(domains, (await ListAsync(search, 0, 25)).Rows.Select(row => row.Domain));

    [Fact]
    public async Task Handle_SecondPage_CountsAllAndListsTheRest()
    {
        var list = await ListAsync(null, 1, 3);

        Assert.Equal(4, list.Total);
        Assert.Equal("xn--bcher-kva.example", Assert.Single(list.Rows).Domain);
    }

    [Fact]
    public async Task Handle_Row_SaysTheProviderAndTheState()
    {
        var row = Assert.Single((await ListAsync("foo.com", 0, 25)).Rows);

        Assert.Equal((TenantProvider.Own, true), (row.Provider, row.IsActive));
    }

    [Theory]
    [InlineData(-5, -5)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public async Task Handle_HostilePaging_IsBounded(int page, int size) =>
        Assert.InRange((await ListAsync(null, page, size)).Rows.Count, 0, ListTenants.MaxPageSize);

    [Fact]
    public async Task Handle_ByATenantsAdministrator_AnswersNull()
    {
        var person = await _bed.SignInAsync(await _bed.AddAccountAsync("admin@bar.com"));

        Assert.Null(await _bed.Get<ListTenants>().HandleAsync(person, null, 0, 25, default));
    }

    private async Task<TenantList> ListAsync(string? search, int page, int size) =>
        (await _bed.Get<ListTenants>().HandleAsync(_super, search, page, size, default))!;

    private sealed class FakeProviderSummary : ITenantProviderSummary
    {
        public Task<IReadOnlyDictionary<Guid, TenantProvider>> FindAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<Guid, TenantProvider>>(tenantIds.ToDictionary(id => id, _ => TenantProvider.Own));
    }
}
