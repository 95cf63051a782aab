using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Outbox.Store.Sqlite;

internal sealed class OutboxLatestMapping : IEntityTypeConfiguration<OutboxLatest>
{
    public void Configure(EntityTypeBuilder<OutboxLatest> builder)
    {
        builder.ToTable("OutboxLatest");
        builder.HasKey(l => new { l.TenantId, l.Kind });
        builder.Property(l => l.TenantId).HasConversion<SortableGuid>();
        builder.Property(l => l.MessageId).HasConversion<SortableGuid>();
        builder.Property(l => l.Cause).HasMaxLength(OutboxMessageMapping.MaxReply);
    }
}
