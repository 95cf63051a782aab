using System.Security.Claims;
using Bunit;
using EmailConsole.Cluster;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Events.Components;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Notices;
using EmailConsole.Persistence;
using EmailConsole.Rest;
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

    [Fact]
    public void Bell_MailLeavesByAStandby_SaysSo()
    {
        var (bell, menus) = Render(new ProviderHealth.ByStandby("Postmark", _bed.Room.Time.GetUtcNow(), "localhost does not answer."));

        bell.WaitForElement(".bell-count");
        bell.Find("button").Click();

        menus.WaitForAssertion(() => Assert.Contains("Mail leaves by Postmark: the first provider fails", menus.Markup, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ActorRole.Administrator, "What to do: The cure.")]
    [InlineData(ActorRole.Operator, "For an administrator of foo.example to do: The cure.")]
    public async Task Bell_TheProviderFails_SaysWhoHasToDoIt(ActorRole role, string words)
    {
        _actor = _actor! with { Role = role };
        _bed.Fails(_bed.Tenant, isRefused: true);
        await _bed.PausedWebhookAsync("https://hooks.example/x");
        await _bed.LookAsync();

        var entries = Open(Render(null));

        Assert.Equal(["The sign-in to Microsoft 365 is refused", "The webhook hooks.example is paused"], entries.Select(e => e.QuerySelector("strong")!.TextContent));
        Assert.EndsWith(words, entries[0].QuerySelector("span")!.TextContent, StringComparison.Ordinal);
        Assert.All(entries, e => Assert.Contains(words[..words.IndexOf(':', StringComparison.Ordinal)], e.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bell_MailIsWaiting_HasNoNumberThatGrowsOldAndSaysWhenItWasMailed()
    {
        _bed.Waits(_bed.Tenant, _bed.Tenant);
        _bed.Fails(_bed.Tenant);
        await _bed.LookAsync();
        var (bell, menus) = Render(null);
        var entry = Assert.Single(Open((bell, menus)));
        Assert.DoesNotContain("wait", entry.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Mailed", entry.TextContent, StringComparison.Ordinal);

        _bed.Room.Time.Advance(TimeSpan.FromSeconds(61));
        await _bed.LookAsync();
        var mailed = Assert.Single(await _bed.NoticesAsync()).ToldAt!.Value;
        _bed.Room.Time.Advance(TimeSpan.FromSeconds(1));

        menus.WaitForAssertion(() => Assert.Contains($"{mailed.ToUniversalTime():HH:mm} UTC", menus.FindAll(".bell-entry span")[^1].TextContent, StringComparison.Ordinal));
        Assert.StartsWith("Mailed", menus.FindAll(".bell-entry span")[^1].TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ActorRole.Administrator, 1)]
    [InlineData(ActorRole.Operator, 0)]
    public async Task Bell_OfWhoRunsThePlatform_NamesTheTenantsThatNeedAttention(ActorRole role, int count)
    {
        _actor = new Actor(Guid.CreateVersion7(), "root@carbon.super", null, NoticeBed.Super, TenantDomain.Super, role);
        await AddTenantsThatFailAsync("a.example", "b.example", "c.example");
        _bed.Fails(_bed.Tenant, isRefused: true);
        await _bed.LookAsync();

        var bell = Render(null, TenantDomain.Super);

        bell.Bell.WaitForAssertion(() => Assert.Equal(count, bell.Bell.FindAll(".bell-count").Count));
        if (count > 0)
        {
            var entry = Assert.Single(Open(bell));
            Assert.Equal("4 tenants need attention", entry.QuerySelector("strong")!.TextContent);
            Assert.StartsWith("foo.example, a.example, b.example and 1 more:", entry.QuerySelector("span")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("/tenants", bell.Menus.Find("a").GetAttribute("href"));
        }
    }

    [Theory]
    [InlineData(ActorRole.Administrator, "/t/foo.example/api-keys")]
    [InlineData(ActorRole.Operator, "/t/foo.example/notification-channels/deliveries")]
    public async Task Bell_MailOfProgramsWasRefused_LeadsToWhy(ActorRole role, string href)
    {
        _actor = _actor! with { Role = role };
        await _bed.RefuseAsync("Billing", RefusalCause.SenderNotAllowed, TimeSpan.FromMinutes(5));
        await _bed.LookAsync();

        var bell = Render(null);

        var entry = Assert.Single(Open(bell));
        Assert.Equal("Mail of programs was refused", entry.QuerySelector("strong")!.TextContent);
        Assert.StartsWith("With the API key Billing, in the last 24 hours.", entry.QuerySelector("span")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(href, bell.Menus.Find("a").GetAttribute("href"));
    }

    private async Task AddTenantsThatFailAsync(params string[] domains)
    {
        await using var db = await _bed.Room.DbAsync();
        foreach (var domain in domains)
        {
            var tenant = new Tenant { Id = Guid.CreateVersion7(), Domain = domain, CreatedAt = _bed.Room.Time.GetUtcNow() };
            db.Add(tenant);
            _bed.Routes[tenant.Id] = [new RouteProvider(tenant.Id, tenant.Id, "SES")];
            _bed.Waits(tenant.Id, tenant.Id);
            _bed.Fails(tenant.Id);
        }

        await db.SaveChangesAsync();
    }

    private static IReadOnlyList<AngleSharp.Dom.IElement> Open((IRenderedComponent<NoticeBell> Bell, IRenderedComponent<MudPopoverProvider> Menus) bell)
    {
        bell.Bell.WaitForElement(".bell-count");
        bell.Bell.Find("button").Click();
        bell.Menus.WaitForElement(".bell-entry");
        return bell.Menus.FindAll(".bell-entry");
    }

    private (IRenderedComponent<NoticeBell> Bell, IRenderedComponent<MudPopoverProvider> Menus) Render(ProviderHealth? health, string domain = "foo.example")
    {
        var menus = _page.Render<MudPopoverProvider>();
        var bell = _page.Render<NoticeBell>(p => p
            .AddCascadingValue(Task.FromResult(new AuthenticationState(new ClaimsPrincipal())))
            .Add(b => b.TenantDomain, domain)
            .Add(b => b.Health, health));
        return (bell, menus);
    }

    private sealed class NoFile : ISuperTenantProvider
    {
        public SuperTenantProviderState Current { get; } = new(null, null, [], [], "deployment.toml", default, []);

        public IDisposable Subscribe(Action<SuperTenantProviderState> changed) => throw new NotSupportedException();
    }
}
