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
    IEnumerable<ITenantLanes> lanes)
{
    public const int MaxPageSize = 100;
    private const int MaxPage = 1_000_000;

    private static readonly IdnMapping Idn = new();

    /// <summary>Whether rows say through which provider mail leaves.</summary>
    public bool KnowsProviders => providers.Any();

    /// <summary>Whether rows say how mail fares.</summary>
    public bool KnowsDeliveries => deliveries.Any();

    /// <summary>Whether <see cref="FindLanesAsync"/> tells anything.</summary>
    public bool KnowsLanes => lanes.Any();

    /// <param name="principal">Who asks.</param>
    /// <param name="search">Part of a domain; null or blank: all.</param>
    /// <param name="page">From 0.</param>
    /// <param name="pageSize">At most <see cref="MaxPageSize"/>.</param>
    /// <returns>Null when whoever asks does not manage tenants, or not any more.</returns>
    public async Task<TenantList?> HandleAsync(
        ClaimsPrincipal principal, string? search, int page, int pageSize, CancellationToken cancellationToken)
    {
        if (await access.FindPlatformAdministratorAsync(principal, cancellationToken) is null)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenants = db.Set<Tenant>().AsNoTracking();
        var part = PartOf(search);
        if (part.Length > 0)
        {
            tenants = tenants.Where(t => t.Domain.Contains(part));
        }

        var total = await tenants.CountAsync(cancellationToken);
        var size = Math.Clamp(pageSize, 1, MaxPageSize);
        var found = await tenants.OrderBy(t => t.Domain).Skip(Math.Clamp(page, 0, MaxPage) * size).Take(size).ToListAsync(cancellationToken);
        var ids = found.Select(t => t.Id).ToList();
        var inForce = providers.FirstOrDefault() is { } summary ? await summary.FindAsync(ids, cancellationToken) : null;
        var latest = deliveries.FirstOrDefault() is { } reader ? await reader.FindAsync(ids, cancellationToken) : null;
        return new TenantList(
            [.. found.Select(t => new TenantRow(t.Id, t.Domain, t.IsActive, inForce?.GetValueOrDefault(t.Id))
            {
                Deliveries = latest?.GetValueOrDefault(t.Id),
            })],
            total);
    }

    /// <summary>The lanes of these tenants at this moment.</summary>
    /// <param name="principal">Who asks.</param>
    /// <param name="tenantIds">Of one page.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>Null when whoever asks does not manage tenants, or not any more.</returns>
    public async Task<IReadOnlyDictionary<Guid, TenantLane>?> FindLanesAsync(
        ClaimsPrincipal principal, IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken) =>
        await access.FindPlatformAdministratorAsync(principal, cancellationToken) is null
            ? null
            : tenantIds.ToDictionary(id => id, id => lanes.Single().Find(id));

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
