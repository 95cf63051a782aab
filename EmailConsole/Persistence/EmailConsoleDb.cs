using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Persistence;

/// <summary>
/// The database of the product. It names no entity: every room contributes its own
/// <see cref="IEntityTypeConfiguration{TEntity}"/>.
/// </summary>
public sealed class EmailConsoleDb(DbContextOptions<EmailConsoleDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(EmailConsoleDb).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => StoredForms.Apply(configurationBuilder);

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

/// <summary>A row whose version changes with every save; the version is EF Core's concurrency token.</summary>
public interface IVersioned
{
    /// <summary>Changed by <see cref="EmailConsoleDb"/> on every insert and update.</summary>
    Guid Version { get; set; }
}
