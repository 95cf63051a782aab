using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Tenants;

internal sealed class TenantMapping : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> builder)
    {
        builder.ToTable(TenantSql.Table);
        builder.HasKey(t => t.Id);
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Domain).HasMaxLength(TenantDomain.MaxLength);
        builder.HasIndex(t => t.Domain).IsUnique();
        builder.HasIndex(t => new { t.IsActive, t.Domain });
        builder.HasIndex(t => new { t.IsActive, t.Domain }, "IX_Tenants_ActiveFirst_Domain").IsDescending(true, false);
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.Ignore(t => t.IsSuper);
        builder.HasData(new Tenant
        {
            Id = TenantDomain.SuperTenantId,
            Domain = TenantDomain.Super,
            CreatedAt = DateTimeOffset.UnixEpoch,
            Version = TenantDomain.SuperTenantId,
        });
    }
}

/// <summary>The table of tenants, for those who ask it in SQL within a transaction of their own.</summary>
internal static class TenantSql
{
    public const string Table = "Tenants";

    /// <summary>Whether the tenant ?1 is active; no row: there is no such tenant.</summary>
    public const string IsActive = $"SELECT IsActive FROM {Table} WHERE Id = ?1";
}
