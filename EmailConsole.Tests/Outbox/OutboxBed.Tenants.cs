using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Outbox;

/// <summary>Its tenants, of which the outbox asks whether they are active.</summary>
internal sealed partial class OutboxBed
{
    public async Task SetActiveAsync(Guid tenantId, bool isActive)
    {
        await using var db = await DbAsync();
        await db.Set<Tenant>().Where(t => t.Id == tenantId).ExecuteUpdateAsync(set => set.SetProperty(t => t.IsActive, isActive));
    }

    public async Task DeleteTenantAsync(Guid tenantId)
    {
        await using var db = await DbAsync();
        await db.Set<Tenant>().Where(t => t.Id == tenantId).ExecuteDeleteAsync();
    }

    /// <summary>The outbox's tables that have a row of a tenant, in order.</summary>
    public Task<List<string>> TablesWithAsync(Guid tenantId) => WriteAsync(session =>
    {
        List<string> tables = [];
        using (var found = session["SELECT DISTINCT t.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name LIKE 'Outbox%' AND c.name = 'TenantId'"].Read())
        {
            while (found.Read())
            {
                tables.Add(found.Text(0));
            }
        }

        return tables.Where(table =>
        {
            using var row = session[$"SELECT 1 FROM {table} WHERE TenantId = ?1 LIMIT 1"].Read(tenantId);
            return row.Read();
        }).Order(StringComparer.Ordinal).ToList();
    });

    // Where the database is one of an earlier bed, they are there
    private async Task AddTenantsAsync()
    {
        await using var db = await DbAsync();
        foreach (var (id, domain) in new[] { (Foo, "foo.example"), (Bar, "bar.example") })
        {
            if (!await db.Set<Tenant>().AnyAsync(t => t.Id == id))
            {
                db.Add(new Tenant { Id = id, Domain = domain, CreatedAt = Start });
            }
        }

        await db.SaveChangesAsync();
    }
}
