namespace EmailConsole.Tenants;

/// <summary>The table of tenants, for those who ask it in SQL within a transaction of their own.</summary>
internal static class TenantSql
{
    public const string Table = "Tenants";

    /// <summary>Whether the tenant ?1 (as <see cref="Persistence.SortableGuid"/> has it) is active; no row: there is no such tenant.</summary>
    public const string IsActive = $"SELECT IsActive FROM {Table} WHERE Id = ?1";
}
