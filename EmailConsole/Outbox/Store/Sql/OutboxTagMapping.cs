using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Outbox.Store.Sql;

internal sealed class OutboxTagMapping : IEntityTypeConfiguration<OutboxTag>
{
    public void Configure(EntityTypeBuilder<OutboxTag> builder)
    {
        // In the database it is WITHOUT ROWID: the key alone is the row
        builder.ToTable("OutboxTags");
        builder.HasKey(t => new { t.TenantId, t.Pair, t.MessageId });
        builder.Property(t => t.Pair).HasMaxLength(OutboxTag.MaxLength);
        builder.HasIndex(t => new { t.Pair, t.MessageId });
    }
}
