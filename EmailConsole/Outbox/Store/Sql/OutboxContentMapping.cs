using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Outbox.Store.Sql;

internal sealed class OutboxContentMapping : IEntityTypeConfiguration<OutboxContent>
{
    public void Configure(EntityTypeBuilder<OutboxContent> builder)
    {
        builder.ToTable("OutboxContents");
        builder.HasKey(c => c.MessageId);
        builder.Property(c => c.MessageId).ValueGeneratedNever();
        builder.HasIndex(c => c.DropAt).HasFilter("DropAt IS NOT NULL");
    }
}
