using System.Security.Claims;
using Bunit;
using EmailConsole.Accounts.Components;
using EmailConsole.Accounts.TenantManagement;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace EmailConsole.Tests.Accounts.Components;

/// <summary>The list of tenants without a browser, over a database of its own.</summary>
public sealed class TenantTableTests : IAsyncLifetime
{
    private readonly FakeMail _mail = new();
    private readonly BunitContext _page = new();
    private AccountsBed _bed = default!;
    private ClaimsPrincipal _super = default!;

    public async Task InitializeAsync()
    {
        _bed = await AccountsBed.CreateAsync(replace: services => services
            .AddSingleton<ITenantHealth>(_mail)
            .AddSingleton<ITenantDeliveries>(_mail)
            .AddSingleton<ITenantLanes>(_mail));
        _super = await _bed.SignInSuperAsync();
        _page.JSInterop.Mode = JSRuntimeMode.Loose;
        _page.Services.AddMudServices();
        _page.Services.AddSingleton<TimeProvider>(_bed.Time);
        _page.Services.AddSingleton(_bed.Get<ListTenants>());
        _page.Services.AddSingleton(_bed.Get<SetTenantActive>());
        _page.Services.AddSingleton(_bed.Get<LoadTenant>());
        _page.Render<MudPopoverProvider>();
    }

    public async Task DisposeAsync()
    {
        await _page.DisposeAsync();
        await _bed.DisposeAsync();
    }

    [Fact]
    public async Task NeedsAttention_NotKnownYet_IsNotSaidToBeNone()
    {
        await _bed.AddTenantAsync("foo.com");
        var table = Render();

        Assert.Equal("Needs attention", table.Find(".attention-toggle").TextContent.Trim());
        _mail.Troubled.SetResult([]);

        table.WaitForAssertion(() => Assert.Equal("0", table.Find(".attention-toggle .count").TextContent));
    }

    [Fact]
    public async Task Health_OfADeactivatedTenant_IsNotThatItWorks()
    {
        var tenant = await _bed.AddTenantAsync("foo.com");
        await using (var db = await _bed.OpenDbAsync())
        {
            await db.Set<Tenant>().Where(t => t.Id == tenant.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.IsActive, false));
        }

        _mail.Troubled.SetResult([]);
        var table = Render();

        table.WaitForAssertion(() => Assert.Equal(
            ["Works", "Sends nothing"],
            table.FindAll("tbody tr").OrderBy(row => row.TextContent, StringComparer.Ordinal).Select(row => row.QuerySelector(".health-chip")!.TextContent)));
    }

    [Fact]
    public void Add_NoTenantYet_IsOfferedOnce()
    {
        _mail.Troubled.SetResult([]);
        var table = Render();

        table.WaitForAssertion(() => Assert.Equal(
            "Add your first tenant", table.FindAll("button").Single(b => b.TextContent.Contains("Add", StringComparison.Ordinal)).TextContent.Trim()));
    }

    private IRenderedComponent<TenantTable> Render() => _page.Render<TenantTable>(p => p
        .Add(t => t.ProviderHref, domain => $"/{domain}/provider")
        .Add(t => t.DeliveriesHref, domain => $"/{domain}/deliveries")
        .Add(t => t.PeopleHref, domain => $"/{domain}/people")
        .AddCascadingValue(Task.FromResult(new AuthenticationState(_super))));

    /// <summary>Everything works; which tenants need attention is said when the test says so.</summary>
    private sealed class FakeMail : ITenantHealth, ITenantDeliveries, ITenantLanes
    {
        public TaskCompletionSource<IReadOnlyList<Guid>> Troubled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IReadOnlyList<Guid>> FindNeedingAttentionAsync(CancellationToken cancellationToken) => Troubled.Task;

        Task<IReadOnlyDictionary<Guid, ProviderHealth>> ITenantHealth.FindAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<Guid, ProviderHealth>>(tenantIds.ToDictionary(id => id, _ => (ProviderHealth)new ProviderHealth.Works()));

        Task<IReadOnlyDictionary<Guid, TenantDeliveries>> ITenantDeliveries.FindAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<Guid, TenantDeliveries>>(tenantIds.ToDictionary(id => id, _ => new TenantDeliveries(null, null)));

        public Task<IReadOnlyList<Guid>> FindLatestAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Guid>>([]);

        public TenantLane Find(Guid tenantId) => new(null, 0, null, IsShared: false);

        public Task<IReadOnlyList<Guid>> FindLongestAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Guid>>([]);

        public Task<bool> LoadAsync(Guid tenantId, CancellationToken cancellationToken) => Task.FromResult(true);

        public Task UnloadAsync(Guid tenantId, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
