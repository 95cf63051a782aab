using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Outbox.Store.Sql;

internal sealed class OutboxKeyMapping : IEntityTypeConfiguration<OutboxKey>
{
    public void Configure(EntityTypeBuilder<OutboxKey> builder)
    {
        builder.ToTable("OutboxKeys");
        builder.HasKey(k => new { k.TenantId, k.KeyHash });
        builder.HasIndex(k => k.ExpiresAt);
    }
}
