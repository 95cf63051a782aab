using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Persistence;

/// <summary>
/// The database of the product, of either kind. It names no entity: every room contributes its own
/// <see cref="IEntityTypeConfiguration{TEntity}"/>.
/// </summary>
public abstract class EmailConsoleDb(DbContextOptions<EmailConsoleDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(EmailConsoleDb).Assembly);

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        RenewVersions();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RenewVersions();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    private void RenewVersions()
    {
        foreach (var entry in ChangeTracker.Entries<IVersioned>())
        {
            if (entry.State is EntityState.Added or EntityState.Modified)
            {
                entry.Entity.Version = Guid.CreateVersion7();
            }
        }
    }
}

/// <summary>In a file; its migrations are in <c>Migrations/Sqlite</c>.</summary>
public sealed class SqliteDb(DbContextOptions<EmailConsoleDb> options) : EmailConsoleDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => StoredForms.OfSqlite(configurationBuilder);
}

/// <summary>On a server; its migrations are in <c>Migrations/Postgres</c>. Only this one can hold the key ring.</summary>
public sealed class PostgresDb(DbContextOptions<EmailConsoleDb> options) : EmailConsoleDb(options), IDataProtectionKeyContext
{
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => StoredForms.OfPostgres(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        StoredForms.OfPostgres(modelBuilder);
    }
}

/// <summary>A row whose version changes with every save; the version is EF Core's concurrency token.</summary>
public interface IVersioned
{
    /// <summary>Changed by <see cref="EmailConsoleDb"/> on every insert and update.</summary>
    Guid Version { get; set; }
}
