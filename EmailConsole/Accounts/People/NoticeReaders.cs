using EmailConsole.Tenants;

namespace EmailConsole.Accounts.People;

/// <summary>Who gets notices by mail.</summary>
internal static class NoticeReaders
{
    /// <summary>The active administrators of a tenant who have an email address and have not turned notices off.</summary>
    public static IQueryable<Account> WhoGetNotices(this IQueryable<Account> people, Guid tenantId) =>
        people.WhoCanGetNotices(tenantId).Where(a => !a.IsWithoutNotices);

    /// <summary>Those as well who have turned them off.</summary>
    public static IQueryable<Account> WhoCanGetNotices(this IQueryable<Account> people, Guid tenantId) =>
        people.Where(a => a.TenantId == tenantId && a.Role == ActorRole.Administrator && a.IsActive && a.Email != null);
}
