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
