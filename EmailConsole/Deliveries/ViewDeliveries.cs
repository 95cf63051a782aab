using System.Security.Claims;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Trends;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Deliveries;

/// <summary>What the Deliveries page shows. Both roles; each answer is null where whoever asks may not, or not any more.</summary>
internal sealed class ViewDeliveries(
    DeliveriesAccess access,
    EmailHistory history,
    DeliveryTrends trends,
    IOutboxStore outbox,
    ITenantRoutes routes,
    IDbContextFactory<EmailConsoleDb> contexts,
    TimeProvider clock)
{
    public const int PageSize = 50;

    private static readonly TimeSpan CausesOf = TimeSpan.FromHours(1);

    public async Task<DeliveriesList?> PageAsync(
        ClaimsPrincipal person, string domain, bool isAcross, EmailFilter filter, EmailCursor? cursor, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(person, domain, isAcross, cancellationToken) is not { } scope)
        {
            return null;
        }

        var version = history.VersionOf(scope.TenantId);
        var page = await history.PageAsync(filter with { TenantId = scope.TenantId }, cursor, PageSize, cancellationToken);
        return new DeliveriesList(page, await StandingAsync(scope, page.Emails, version, cancellationToken));
    }

    /// <param name="person">Who asks.</param>
    /// <param name="domain">Of the route.</param>
    /// <param name="isAcross">Of all tenants.</param>
    /// <param name="filter">As the page was read with.</param>
    /// <param name="shown">The messages it shows.</param>
    /// <param name="isNewest">Whether it is the first page: elsewhere nothing new is looked for.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<DeliveriesNews?> RefreshAsync(
        ClaimsPrincipal person, string domain, bool isAcross, EmailFilter filter, IReadOnlyList<Guid> shown, bool isNewest, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(person, domain, isAcross, cancellationToken) is not { } scope)
        {
            return null;
        }

        var version = history.VersionOf(scope.TenantId);
        var rows = await history.ReadAsync(scope.TenantId, shown, cancellationToken);
        var found = isNewest
            ? (await history.MatchAsync(filter with { TenantId = scope.TenantId }, null, DeliveriesNews.MostNew, cancellationToken)).Emails
            : [];
        var isFull = shown.Count >= PageSize;
        var known = shown.ToHashSet();
        var count = found.Count(m => !known.Contains(m.Id) && (!isFull || m.Id.CompareTo(shown[^1]) > 0));
        return new DeliveriesNews(rows, count, await StandingAsync(scope, rows, version, cancellationToken));
    }

    public async Task<EmailStory?> FindAsync(ClaimsPrincipal person, string domain, bool isAcross, Guid id, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(person, domain, isAcross, cancellationToken) is not { } scope)
        {
            return null;
        }

        // Those who run the super tenant read the words of its server about anybody's message
        var story = await history.FindAsync(scope.Actor.IsPlatformAdministrator ? null : scope.Tenant.Id, id, cancellationToken);
        return story is not null && scope.Covers(story.Email.TenantId) ? story : null;
    }

    /// <summary>Messages of the page's tenant that wait for an attempt now, without those that wait for their sender's time; null: of all tenants it is not said.</summary>
    public async Task<long?> CountWaitingAsync(DeliveriesStanding standing, CancellationToken cancellationToken) => standing.Scope.TenantId is not { } tenant ? null
        : standing.Counts.Queued == 0 ? standing.Counts.Waiting
        : Math.Max(0, standing.Counts.Waiting - await history.CountScheduledAsync(tenant, cancellationToken));

    /// <summary>How many messages match, and when: without search and times all there are, and what happened in the last 24 hours.</summary>
    public async Task<EmailFigures?> FiguresAsync(
        ClaimsPrincipal person, string domain, bool isAcross, EmailFilter filter, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(person, domain, isAcross, cancellationToken) is not { } scope)
        {
            return null;
        }

        return filter is { IsSearch: false, Since: null, Until: null }
            ? new EmailFigures(
                await history.CountAsync(scope.TenantId, cancellationToken), IsPartial: false, (await trends.LastDayAsync(scope.TenantId, cancellationToken)).Only(filter.States))
            : await history.FiguresAsync(filter with { TenantId = scope.TenantId }, cancellationToken);
    }

    /// <summary>Why most of what failed within the last hour did.</summary>
    public async Task<IReadOnlyList<CauseCount>?> CausesAsync(ClaimsPrincipal person, string domain, bool isAcross, CancellationToken cancellationToken) =>
        await access.FindAsync(person, domain, isAcross, cancellationToken) is { } scope
            ? await history.CausesAsync(scope.TenantId, clock.GetUtcNow() - CausesOf, cancellationToken)
            : null;

    /// <summary>The last success and failure of the tenant's mail; of the super tenant: of all mail through its providers.</summary>
    public async Task<LatestDeliveries?> LatestAsync(ClaimsPrincipal person, string domain, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(person, domain, isAcross: true, cancellationToken) is not { } scope)
        {
            return null;
        }

        return scope.IsAcross
            ? await trends.LatestThroughAsync(scope.Tenant.Id, await ProvidersAsync(scope.Tenant.Id, cancellationToken), cancellationToken)
            : (await trends.LatestOfAsync([scope.Tenant.Id], cancellationToken))[scope.Tenant.Id];
    }

    /// <summary>Another one after every change of what the page is about; from memory.</summary>
    public long VersionOf(DeliveriesScope scope) => history.VersionOf(scope.TenantId);

    private async Task<IReadOnlyCollection<Guid>> ProvidersAsync(Guid tenantId, CancellationToken cancellationToken) =>
        [.. (await routes.FindRoutesAsync([tenantId], cancellationToken))[tenantId].Select(p => p.Id)];

    private async Task<DeliveriesStanding> StandingAsync(
        DeliveriesScope scope, IReadOnlyList<EmailSummary> emails, long version, CancellationToken cancellationToken)
    {
        var counts = scope.TenantId is { } tenant ? outbox.CountsOf(tenant) : outbox.TotalCounts();
        return new DeliveriesStanding(scope, counts, await DomainsAsync(scope, emails, cancellationToken), version);
    }

    private async Task<IReadOnlyDictionary<Guid, string>> DomainsAsync(
        DeliveriesScope scope, IReadOnlyList<EmailSummary> emails, CancellationToken cancellationToken)
    {
        if (!scope.IsAcross)
        {
            return new Dictionary<Guid, string> { [scope.Tenant.Id] = scope.Tenant.Domain };
        }

        var ids = emails.Select(e => e.TenantId).Distinct().ToList();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<Tenant>().AsNoTracking().Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Domain, cancellationToken);
    }
}

/// <summary>How things stand, whatever the filter.</summary>
/// <param name="Scope">Whose mail it is about.</param>
/// <param name="Counts">Messages by state, as stored.</param>
/// <param name="Domains">Of the tenants whose messages are shown, where they are of several.</param>
/// <param name="Version">Another one after every change.</param>
public sealed record DeliveriesStanding(
    DeliveriesScope Scope, EmailCounts Counts, IReadOnlyDictionary<Guid, string> Domains, long Version);

/// <summary>A page of the list.</summary>
/// <param name="Page">The messages.</param>
/// <param name="Standing">How things stand in all.</param>
internal sealed record DeliveriesList(EmailPage Page, DeliveriesStanding Standing)
{
    /// <summary>Matching messages that came since it was read.</summary>
    public int New { get; init; }
}

/// <summary>What has changed since a page was read.</summary>
/// <param name="Shown">The messages it shows, as they are now.</param>
/// <param name="New">Matching messages that it does not show, up to <see cref="MostNew"/>.</param>
/// <param name="Standing">How things stand in all.</param>
internal sealed record DeliveriesNews(IReadOnlyList<EmailSummary> Shown, int New, DeliveriesStanding Standing)
{
    public const int MostNew = 100;
}
