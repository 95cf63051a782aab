using System.Security.Claims;
using Bunit;
using EmailConsole.Cluster;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Events.Components;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Notices;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using EmailConsole.Tests.Events.Notices;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor;
using MudBlazor.Services;

namespace EmailConsole.Tests.Events.Components;

public sealed class NoticeBellTests : IAsyncLifetime, IActorSource
{
    private readonly BunitContext _page = new();
    private NoticeBed _bed = null!;
    private Actor? _actor;

    public async Task InitializeAsync()
    {
        _bed = await NoticeBed.OpenAsync();
        _actor = new Actor(Guid.CreateVersion7(), "otto@foo.example", null, _bed.Tenant, "foo.example", ActorRole.Operator);
        _page.JSInterop.Mode = JSRuntimeMode.Loose;
        _page.Services.AddMudServices();
        _page.Services.AddSingleton<TimeProvider>(_bed.Room.Time);
        _page.Services.AddSingleton(new ViewNotices(
            new TenantAccess(this, _bed.Room.Get<IDbContextFactory<EmailConsoleDb>>()),
            _bed.Room.Get<NoticeBoard>(),
            new NodeFiles(_bed.Room.Get<INode>(), _bed.Room.Time, NullLogger<NodeFiles>.Instance),
            new NoFile()));
    }

    public async Task DisposeAsync()
    {
        await _page.DisposeAsync();
        await _bed.DisposeAsync();
    }

    public Task<Actor?> FindAsync(ClaimsPrincipal principal, CancellationToken cancellationToken) => Task.FromResult(_actor);

    [Fact]
    public void Bell_NothingStands_SaysSo()
    {
        var (bell, menus) = Render(null);

        bell.WaitForElement("button").Click();

        menus.WaitForAssertion(() => Assert.Contains("Nothing needs you.", menus.Markup, StringComparison.Ordinal));
        Assert.Empty(bell.FindAll(".bell-count"));
    }

    [Fact]
    public async Task Bell_SomethingComesWhileThePageIsOpen_IsShownAndLeadsToItsCure()
    {
        var (bell, menus) = Render(null);
        var endpoint = await _bed.PausedWebhookAsync("https://hooks.example/x");
        await _bed.LookAsync();

        _bed.Room.Time.Advance(TimeSpan.FromSeconds(1));

        bell.WaitForAssertion(() => Assert.Equal("1", bell.Find(".bell-count").TextContent));
        Assert.Equal("Notices: 1 needs you", bell.Find("button").GetAttribute("aria-label"));
        bell.Find("button").Click();
        menus.WaitForAssertion(() => Assert.Equal("The webhook hooks.example is paused", menus.Find(".bell-entry strong").TextContent));
        Assert.Equal($"/t/foo.example/notification-channels/webhooks?endpoint={endpoint:N}", menus.Find("a").GetAttribute("href"));
    }

    [Fact]
    public async Task Bell_WebhookHasFailedForFiveMinutes_IsShownUntilItAnswersAndNobodyIsMailed()
    {
        var now = _bed.Room.Time.GetUtcNow();
        var (endpoint, _) = await _bed.Room.AddEndpointAsync("https://hooks.example:8443/x?secret=y", e => (e.FailingSince, e.FailingWhy) = (now.AddMinutes(-4), "It answered 500."));
        await _bed.Room.AddEndpointAsync("https://other.example/", e => (e.FailingSince, e.PausedAt) = (now.AddHours(-1), now));
        await _bed.LookAsync();
        var (bell, menus) = Render(null);
        bell.WaitForAssertion(() => Assert.Equal("Notices: nothing needs you", bell.Find("button").GetAttribute("aria-label")));

        _bed.Room.Time.Advance(TimeSpan.FromMinutes(1));
        await _bed.LookUntilToldAsync();
        _bed.Room.Time.Advance(TimeSpan.FromSeconds(1));

        bell.WaitForAssertion(() => Assert.Equal("1", bell.Find(".bell-count").TextContent));
        bell.Find("button").Click();
        menus.WaitForAssertion(() => Assert.Equal("The webhook hooks.example:8443 fails", menus.Find(".bell-entry strong").TextContent));
        Assert.Equal(
            $"Since {NoticeWords.Time(now.AddMinutes(-4))}. It answered 500. It is tried again with one event at a time.", menus.Find(".bell-entry span").TextContent);
        Assert.Equal($"/t/foo.example/notification-channels/webhooks?endpoint={endpoint:N}", menus.Find("a").GetAttribute("href"));
        Assert.Empty(await _bed.MailsAsync());

        await using (var db = await _bed.Room.DbAsync())
        {
            await db.Set<WebhookEndpoint>().Where(e => e.Id == endpoint).ExecuteUpdateAsync(set => set.SetProperty(e => e.FailingSince, (DateTimeOffset?)null));
        }

        await _bed.LookAsync();
        _bed.Room.Time.Advance(TimeSpan.FromSeconds(1));
        bell.WaitForAssertion(() => Assert.Empty(bell.FindAll(".bell-count")));
    }

    [Fact]
    public async Task Bell_OfWhoMayNotLook_ShowsNothing()
    {
        await _bed.PausedWebhookAsync("https://hooks.example/x");
        await _bed.LookAsync();
        _actor = _actor! with { TenantId = Guid.CreateVersion7(), TenantDomain = "bar.example" };

        var (bell, _) = Render(null);

        bell.WaitForAssertion(() => Assert.Equal("Notices: nothing needs you", bell.Find("button").GetAttribute("aria-label")));
    }

    [Fact]
    public void Bell_ThePlatformsProviderFails_SaysWhatTheTenantMayRead()
    {
        var now = _bed.Room.Time.GetUtcNow();
        var (bell, menus) = Render(new ProviderHealth.Paused(now, now.AddMinutes(1), IsTrying: false, "The super tenant's email provider did not pass Connect."));

        bell.WaitForElement(".bell-count");
        bell.Find("button").Click();

        menus.WaitForAssertion(() => Assert.Contains("did not pass Connect.", menus.Markup, StringComparison.Ordinal));
        Assert.Equal("/t/foo.example/notification-channels/email-provider", menus.Find("a").GetAttribute("href"));
    }

    private (IRenderedComponent<NoticeBell> Bell, IRenderedComponent<MudPopoverProvider> Menus) Render(ProviderHealth? health)
    {
        var menus = _page.Render<MudPopoverProvider>();
        var bell = _page.Render<NoticeBell>(p => p
            .AddCascadingValue(Task.FromResult(new AuthenticationState(new ClaimsPrincipal())))
            .Add(b => b.TenantDomain, "foo.example")
            .Add(b => b.Health, health));
        return (bell, menus);
    }

    private sealed class NoFile : ISuperTenantProvider
    {
        public SuperTenantProviderState Current => null!;

        public IDisposable Subscribe(Action<SuperTenantProviderState> changed) => throw new NotSupportedException();
    }
}
