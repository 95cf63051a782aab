using System.Security.Claims;
using Bunit;
using EmailConsole.Cluster;
using EmailConsole.Events;
using EmailConsole.Events.Components;
using EmailConsole.Events.Managing;
using EmailConsole.Events.Queue;
using EmailConsole.Tenants;
using EmailConsole.TestEmail;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace EmailConsole.Tests.Events.Components;

/// <summary>The page of the webhooks without a browser, over the room on a database of its own.</summary>
internal sealed class WebhookPagesBed : IAsyncDisposable, IActorSource
{
    private readonly BunitContext _page = new();

    private WebhookPagesBed()
    {
    }

    public EventsBed Room { get; private set; } = null!;

    /// <summary>Who looks.</summary>
    public Actor Actor { get; private set; } = null!;

    public IRenderedComponent<MudPopoverProvider> Menus { get; private set; } = null!;

    public IRenderedComponent<MudDialogProvider> Dialogs { get; private set; } = null!;

    private static Task<AuthenticationState> SignedIn => Task.FromResult(new AuthenticationState(new ClaimsPrincipal()));

    public ViewWebhooks View => Room.Get<ViewWebhooks>();

    public static async Task<WebhookPagesBed> OpenAsync(ActorRole role = ActorRole.Administrator)
    {
        var bed = new WebhookPagesBed();
        bed.Room = await EventsBed.OpenAsync(replace: services => services
            .AddSingleton<IActorSource>(bed)
            .AddSingleton<TenantAccess>()
            .AddSingleton(s => new TestEmailQuota(s.GetRequiredService<INews>(), s.GetRequiredService<TimeProvider>())));
        bed.Actor = new Actor(Guid.CreateVersion7(), "otto@foo.example", null, bed.Room.Tenant, "foo.example", role);
        bed._page.JSInterop.Mode = JSRuntimeMode.Loose;
        bed._page.Services.AddMudServices();
        bed._page.Services.AddSingleton<TimeProvider>(bed.Room.Time);
        bed._page.Services.AddSingleton(bed.Room.Get<ViewWebhooks>());
        bed._page.Services.AddSingleton(bed.Room.Get<ManageWebhooks>());
        bed._page.Services.AddSingleton(bed.Room.Get<ReplayWebhooks>());
        bed.Menus = bed._page.Render<MudPopoverProvider>();
        bed.Dialogs = bed._page.Render<MudDialogProvider>(p => p.AddCascadingValue(SignedIn));
        return bed;
    }

    public Task<Actor?> FindAsync(ClaimsPrincipal principal, CancellationToken cancellationToken) => Task.FromResult<Actor?>(Actor);

    /// <summary>An event of the endpoint, as a test wants it to stand.</summary>
    public async Task<WebhookDelivery> AddDeliveryAsync(Guid endpointId, WebhookState state, int attempts, string? problem = null)
    {
        var now = Room.Time.GetUtcNow();
        await using var db = await Room.DbAsync();
        var happened = new WebhookEvent { Id = Guid.CreateVersion7(now), TenantId = Room.Tenant, Type = EventTypes.EmailFailed, OccurredAt = now, CreatedAt = now, Body = "{\"data\":{}}"u8.ToArray() };
        var delivery = new WebhookDelivery
        {
            Id = Guid.CreateVersion7(now),
            EndpointId = endpointId,
            EventId = happened.Id,
            State = state,
            Attempts = attempts,
            Problem = problem,
            Since = now,
            DueAt = state == WebhookState.Waiting ? now.AddHours(1) : null,
        };
        db.AddRange(happened, delivery);
        await db.SaveChangesAsync();
        return delivery;
    }

    public async Task<EndpointRow> RowAsync() => Assert.Single((await View.ListAsync(new ClaimsPrincipal(), "foo.example", default))!.Endpoints);

    /// <summary>The list of endpoints, once it has been read.</summary>
    public IRenderedComponent<WebhooksView> RenderPage(Guid? open = null)
    {
        var page = _page.Render<WebhooksView>(p => p
            .AddCascadingValue(SignedIn)
            .Add(v => v.TenantDomain, "foo.example")
            .Add(v => v.DeliveriesHref, "/deliveries")
            .Add(v => v.Endpoint, open));
        page.WaitForElement(".webhook-open");
        return page;
    }

    /// <summary>Time passes until the page shows it.</summary>
    public Task PassUntilAsync(IRenderedComponent<WebhooksView> page, Func<bool> isShown) => Bound.UntilAsync(
        async () =>
        {
            Room.Time.Advance(TimeSpan.FromMilliseconds(250));
            var isSo = false;
            await page.InvokeAsync(() => { isSo = isShown(); });
            return isSo;
        },
        () => page.Markup);

    /// <summary>What stands in a column of the only endpoint's row, with single blanks.</summary>
    public static string Cell(IRenderedComponent<WebhooksView> page, string label) =>
        string.Join(' ', page.Find($"td[data-label='{label}']").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public async ValueTask DisposeAsync()
    {
        await _page.DisposeAsync();
        await Room.DisposeAsync();
    }
}
