using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Outbox.Storage;

internal sealed class OutboxRecipientMapping : IEntityTypeConfiguration<OutboxRecipient>
{
    public void Configure(EntityTypeBuilder<OutboxRecipient> builder)
    {
        builder.ToTable("OutboxRecipients");
        builder.HasKey(r => new { r.MessageId, r.Ordinal });
        builder.Property(r => r.MessageId).HasConversion<SortableGuid>();
        builder.Property(r => r.TenantId).HasConversion<SortableGuid>();
        builder.Property(r => r.Address).HasMaxLength(320).UseCollation("NOCASE");
        builder.Property(r => r.LastReply).HasMaxLength(OutboxMessageMapping.MaxReply);
        builder.HasIndex(r => new { r.TenantId, r.Address, r.MessageId });
    }
}
