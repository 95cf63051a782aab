using System.Security.Claims;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.People;

/// <summary>Lists the people of a tenant by username.</summary>
internal sealed class ListPeople(TenantAccess access, IDbContextFactory<EmailConsoleDb> contexts)
{
    public const int MaxPageSize = 100;
    private const int MaxPage = 1_000_000;

    /// <param name="principal">Who asks.</param>
    /// <param name="domain">Of the route.</param>
    /// <param name="search">Part of a username or email address; null or blank: all.</param>
    /// <param name="page">From 0.</param>
    /// <param name="pageSize">At most <see cref="MaxPageSize"/>.</param>
    /// <returns>Null when whoever asks may not, or not any more.</returns>
    public async Task<PersonList?> HandleAsync(
        ClaimsPrincipal principal, string domain, string? search, int page, int pageSize, CancellationToken cancellationToken)
    {
        if (await access.DecideAsync(principal, domain, TenantPermission.Administer, cancellationToken) is not TenantDecision.Granted granted)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var people = db.Set<Account>().AsNoTracking().Where(a => a.TenantId == granted.Tenant.Id);
        if (!string.IsNullOrWhiteSpace(search))
        {
            var part = search.Trim().Normalize().ToUpperInvariant();
            people = people.Where(a => a.NormalizedUserName!.Contains(part) || a.NormalizedEmail!.Contains(part));
        }

        var total = await people.CountAsync(cancellationToken);
        var size = Math.Clamp(pageSize, 1, MaxPageSize);
        var rows = await people.OrderBy(a => a.NormalizedUserName)
            .Skip(Math.Clamp(page, 0, MaxPage) * size).Take(size)
            .Select(a => new PersonRow(a.Id, a.UserName!, a.Email, a.Role, a.IsActive, a.PasswordHash != null, a.CreatedAt))
            .ToListAsync(cancellationToken);
        return new PersonList(rows, total, granted.Actor.AccountId) { Notices = await FindNoticesAsync(db.Set<Account>(), granted.Tenant.Id, cancellationToken) };
    }

    private static async Task<NoticesByMail> FindNoticesAsync(IQueryable<Account> people, Guid tenantId, CancellationToken cancellationToken) =>
        await people.WhoGetNotices(tenantId).AnyAsync(cancellationToken) ? NoticesByMail.Mailed
        : await people.WhoCanGetNotices(tenantId).AnyAsync(cancellationToken) ? NoticesByMail.TurnedOff
        : NoticesByMail.NoAddress;
}

/// <param name="Rows">Of the page.</param>
/// <param name="Total">Of all pages.</param>
/// <param name="Own">The account of whoever asks.</param>
internal sealed record PersonList(IReadOnlyList<PersonRow> Rows, int Total, Guid Own)
{
    /// <summary>Of the tenant, whatever is searched for.</summary>
    public NoticesByMail Notices { get; init; }
}

/// <summary>Whether anybody of a tenant gets notices by mail.</summary>
internal enum NoticesByMail
{
    Mailed = 0,

    /// <summary>No active administrator has an email address.</summary>
    NoAddress = 1,

    /// <summary>All who have one want none.</summary>
    TurnedOff = 2,
}

/// <summary>Somebody of a tenant, as listed.</summary>
/// <param name="HasPassword">False: invited, has not chosen one yet.</param>
internal sealed record PersonRow(
    Guid Id, string Username, string? Email, ActorRole Role, bool IsActive, bool HasPassword, DateTimeOffset CreatedAt);
