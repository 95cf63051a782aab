using EmailConsole.Accounts.TenantManagement;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Accounts.TenantManagement;

public sealed class ListTenantsTests : IAsyncLifetime
{
    private readonly FakeHealth _health = new();
    private AccountsBed _bed = default!;
    private System.Security.Claims.ClaimsPrincipal _super = default!;

    public async Task InitializeAsync()
    {
        _bed = await AccountsBed.CreateAsync(replace: services => services
            .AddSingleton<ITenantProviderSummary, FakeProviderSummary>()
            .AddSingleton<ITenantHealth>(_health));
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

        Assert.Null(await _bed.Get<ListTenants>().HandleAsync(person, new TenantListing(null, 0, 25), default));
    }

    [Theory]
    [InlineData((int)TenantOrder.Domain, true, new[] { "xn--bcher-kva.example", "foo.com", "carbon.super", "bar.com" })]
    [InlineData((int)TenantOrder.Health, true, new[] { "xn--bcher-kva.example", "foo.com", "bar.com", "carbon.super" })]
    [InlineData((int)TenantOrder.Health, false, new[] { "bar.com", "carbon.super", "foo.com", "xn--bcher-kva.example" })]
    [InlineData((int)TenantOrder.Queued, true, new[] { "bar.com", "carbon.super", "foo.com", "xn--bcher-kva.example" })]
    public async Task Handle_Order_IsKeptOverPages(int order, bool isDescending, string[] domains)
    {
        await WorseAsync("xn--bcher-kva.example", "foo.com");
        var listing = new TenantListing(null, 0, 3) { Order = (TenantOrder)order, IsDescending = isDescending };

        List<TenantList> pages = [await ListAsync(listing), await ListAsync(listing with { Page = 1 }), await ListAsync(listing with { Page = 2 })];
        List<TenantList> ones = [];
        for (var page = 0; page < 4; page++)
        {
            ones.Add(await ListAsync(listing with { Page = page, PageSize = 1 }));
        }

        Assert.Equal(domains, pages.SelectMany(p => p.Rows).Select(r => r.Domain));
        Assert.Equal(domains, ones.SelectMany(p => p.Rows).Select(r => r.Domain));
        Assert.All(pages, p => Assert.Equal(4, p.Total));
    }

    [Fact]
    public async Task Handle_OnlyNeedingAttention_LeavesTheOthersOut()
    {
        await WorseAsync("foo.com", "bar.com");
        var listing = new TenantListing(null, 0, 25) { OnlyNeedingAttention = true, Order = TenantOrder.Health, IsDescending = true };

        var all = await ListAsync(listing);
        var searched = await ListAsync(listing with { Search = "bar" });

        Assert.Equal((2, 1), (all.Total, searched.Total));
        Assert.Equal(["foo.com", "bar.com"], all.Rows.Select(r => r.Domain));
        Assert.Equal("bar.com", Assert.Single(searched.Rows).Domain);
    }

    [Fact]
    public async Task Handle_ThousandsNeedAttention_IsAnsweredByPages()
    {
        await using (var db = await _bed.OpenDbAsync())
        {
            db.AddRange(Enumerable.Range(0, 5000).Select(i => new Tenant { Domain = $"t{i:0000}.example", CreatedAt = _bed.Time.GetUtcNow() }));
            await db.SaveChangesAsync();
        }

        await WorseAsync([.. Enumerable.Range(0, 5000).Reverse().Select(i => $"t{i:0000}.example")]);

        var page = await ListAsync(new TenantListing(null, 1, 100) { Order = TenantOrder.Health, IsDescending = true });

        Assert.Equal((5004, 100), (page.Total, page.Rows.Count));
        Assert.Equal(("t4899.example", "t4800.example"), (page.Rows[0].Domain, page.Rows[^1].Domain));
    }

    private async Task WorseAsync(params string[] domains)
    {
        await using var db = await _bed.OpenDbAsync();
        var ids = await db.Set<Tenant>().ToDictionaryAsync(t => t.Domain, t => t.Id);
        _health.Worst = [.. domains.Select(d => ids[d])];
    }

    private async Task<TenantList> ListAsync(TenantListing listing) => (await _bed.Get<ListTenants>().HandleAsync(_super, listing, default))!;

    private async Task<TenantList> ListAsync(string? search, int page, int size) =>
        (await _bed.Get<ListTenants>().HandleAsync(_super, new TenantListing(search, page, size), default))!;

    private sealed class FakeHealth : ITenantHealth
    {
        public IReadOnlyList<Guid> Worst { get; set; } = [];

        public Task<IReadOnlyDictionary<Guid, ProviderHealth>> FindAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<Guid, ProviderHealth>>(tenantIds.ToDictionary(id => id, _ => (ProviderHealth)new ProviderHealth.Works()));

        public Task<IReadOnlyList<Guid>> FindNeedingAttentionAsync(CancellationToken cancellationToken) => Task.FromResult(Worst);
    }

    private sealed class FakeProviderSummary : ITenantProviderSummary
    {
        public Task<IReadOnlyDictionary<Guid, TenantProvider>> FindAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<Guid, TenantProvider>>(tenantIds.ToDictionary(id => id, _ => TenantProvider.Own));
    }
}
