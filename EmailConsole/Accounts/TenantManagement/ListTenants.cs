using System.Globalization;
using System.Security.Claims;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.TenantManagement;

/// <summary>Lists tenants by domain.</summary>
internal sealed class ListTenants(
    TenantAccess access,
    IDbContextFactory<EmailConsoleDb> contexts,
    IEnumerable<ITenantProviderSummary> providers,
    IEnumerable<ITenantDeliveries> deliveries,
    IEnumerable<ITenantLanes> lanes,
    IEnumerable<ITenantHealth> health)
{
    public const int MaxPageSize = 100;
    private const int MaxPage = 1_000_000;

    // Of those that are ranked, in one question
    private const int InOneLook = 1000;

    private static readonly IdnMapping Idn = new();

    /// <summary>Whether rows say through which provider mail leaves.</summary>
    public bool KnowsProviders => providers.Any();

    /// <summary>Whether <see cref="FindLivesAsync"/> says how mail fares.</summary>
    public bool KnowsLives => lanes.Any() && health.Any() && deliveries.Any();

    /// <param name="principal">Who asks.</param>
    /// <param name="asked">Which, in which order.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>Null when whoever asks does not manage tenants, or not any more.</returns>
    public async Task<TenantList?> HandleAsync(ClaimsPrincipal principal, TenantListing asked, CancellationToken cancellationToken)
    {
        if (await access.FindPlatformAdministratorAsync(principal, cancellationToken) is null)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenants = db.Set<Tenant>().AsNoTracking();
        var part = PartOf(asked.Search);
        if (part.Length > 0)
        {
            tenants = tenants.Where(t => t.Domain.Contains(part));
        }

        var first = await RankAsync(asked, cancellationToken);
        if (asked.OnlyNeedingAttention)
        {
            var troubled = await NeedingAttentionAsync(cancellationToken);
            tenants = tenants.Where(t => EF.Parameter(troubled).Contains(t.Id));
        }

        var size = Math.Clamp(asked.PageSize, 1, MaxPageSize);
        var skip = Math.Clamp(asked.Page, 0, MaxPage) * size;
        var (found, total) = first.Count > 0
            ? await RankedAsync(tenants, first, asked.IsDescending, skip, size, cancellationToken)
            : await OrderedAsync(tenants, asked, skip, size, cancellationToken);
        var inForce = providers.FirstOrDefault() is { } summary ? await summary.FindAsync([.. found.Select(t => t.Id)], cancellationToken) : null;
        return new TenantList([.. found.Select(t => new TenantRow(t.Id, t.Domain, t.IsActive, inForce?.GetValueOrDefault(t.Id)))], total);
    }

    /// <summary>How the mail of these tenants fares at this moment; for all of them together a fixed number of questions.</summary>
    /// <param name="principal">Who asks.</param>
    /// <param name="tenantIds">Of one page.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>Null when whoever asks does not manage tenants, or not any more.</returns>
    public async Task<TenantLives?> FindLivesAsync(ClaimsPrincipal principal, IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken)
    {
        if (await access.FindPlatformAdministratorAsync(principal, cancellationToken) is null)
        {
            return null;
        }

        var fares = await health.Single().FindAsync(tenantIds, cancellationToken);
        var latest = await deliveries.Single().FindAsync(tenantIds, cancellationToken);
        return new TenantLives(
            tenantIds.ToDictionary(id => id, id => new TenantLife(fares[id], latest[id], lanes.Single().Find(id))),
            await NeedingAttentionAsync(cancellationToken));
    }

    private async Task<IReadOnlyList<Guid>> NeedingAttentionAsync(CancellationToken cancellationToken) =>
        health.FirstOrDefault() is { } known ? await known.FindNeedingAttentionAsync(cancellationToken) : [];

    /// <summary>Those of whom the rooms that send have something to say, in its order; the others follow by domain.</summary>
    private async Task<IReadOnlyList<Guid>> RankAsync(TenantListing asked, CancellationToken cancellationToken) => asked.Order switch
    {
        TenantOrder.Health => await NeedingAttentionAsync(cancellationToken),
        TenantOrder.LastMail when deliveries.FirstOrDefault() is { } known => await known.FindLatestAsync(cancellationToken),
        TenantOrder.Queued when lanes.FirstOrDefault() is { } known => await known.FindLongestAsync(cancellationToken),
        _ => [],
    };

    private static async Task<(List<Tenant> Page, int Total)> OrderedAsync(
        IQueryable<Tenant> tenants, TenantListing asked, int skip, int size, CancellationToken cancellationToken)
    {
        var page = await Ordered(tenants, asked).Skip(skip).Take(size).ToListAsync(cancellationToken);

        // What a search finds is counted by reading every domain: not a second time where the page has shown the end
        var isLast = page.Count < size && (page.Count > 0 || skip == 0);
        return (page, isLast ? skip + page.Count : await tenants.CountAsync(cancellationToken));
    }

    private static IOrderedQueryable<Tenant> Ordered(IQueryable<Tenant> tenants, TenantListing asked) => (asked.Order, asked.IsDescending) switch
    {
        (TenantOrder.Domain, true) => tenants.OrderByDescending(t => t.Domain),
        (TenantOrder.State, true) => tenants.OrderBy(t => t.IsActive).ThenBy(t => t.Domain),
        (TenantOrder.State, false) => tenants.OrderByDescending(t => t.IsActive).ThenBy(t => t.Domain),
        _ => tenants.OrderBy(t => t.Domain),
    };

    private static async Task<(List<Tenant> Page, int Total)> RankedAsync(
        IQueryable<Tenant> tenants, IReadOnlyList<Guid> ranked, bool rankedFirst, int skip, int size, CancellationToken cancellationToken)
    {
        var total = await tenants.CountAsync(cancellationToken);
        var rank = ranked.Index().ToDictionary(r => r.Item, r => r.Index);
        List<Guid> ids = [];
        foreach (var look in ranked.Chunk(InOneLook).TakeWhile(_ => !rankedFirst || ids.Count < skip + size))
        {
            ids.AddRange((await tenants.Where(t => EF.Parameter(look).Contains(t.Id)).Select(t => t.Id).ToListAsync(cancellationToken)).OrderBy(id => rank[id]));
        }

        if (!rankedFirst)
        {
            ids.Reverse();
        }

        var others = tenants.Where(t => !EF.Parameter(ranked).Contains(t.Id)).OrderBy(t => t.Domain);
        var before = rankedFirst ? 0 : total - ids.Count;
        var shown = ids.Skip(Math.Max(0, skip - before)).Take(Math.Clamp(skip + size - before, 0, size)).ToList();
        var rows = (await tenants.Where(t => EF.Parameter(shown).Contains(t.Id)).ToListAsync(cancellationToken)).OrderBy(t => shown.IndexOf(t.Id));
        List<Tenant> page = shown.Count == size ? [.. rows]
            : rankedFirst ? [.. rows, .. await others.Skip(Math.Max(0, skip - ids.Count)).Take(size - shown.Count).ToListAsync(cancellationToken)]
            : [.. await others.Skip(skip).Take(size).ToListAsync(cancellationToken), .. rows];
        return (page, total);
    }

    // Stored are A-labels; somebody looks for what they read
    private static string PartOf(string? search)
    {
        var text = (search ?? "").Trim().ToLowerInvariant();
        if (text.All(char.IsAscii))
        {
            return text;
        }

        try
        {
            return Idn.GetAscii(text.Trim('.'));
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
