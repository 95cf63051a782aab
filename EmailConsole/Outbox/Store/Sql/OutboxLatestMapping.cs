using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Outbox.Store.Sql;

internal sealed class OutboxLatestMapping : IEntityTypeConfiguration<OutboxLatest>
{
    public void Configure(EntityTypeBuilder<OutboxLatest> builder)
    {
        builder.ToTable("OutboxLatest");
        builder.HasKey(l => new { l.TenantId, l.Kind });

        // Whose mail was delivered last, and whose provider fails (LatestKind)
        builder.HasIndex(l => new { l.At, l.TenantId }).HasFilter("Kind = 0");
        builder.HasIndex(l => l.TenantId).HasFilter("Kind = 4");
        builder.Property(l => l.Cause).HasMaxLength(OutboxMessageMapping.MaxReply);
    }
}
