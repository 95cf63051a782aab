using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Outbox.Store.Sql;

internal sealed class OutboxSizeMapping : IEntityTypeConfiguration<OutboxSize>
{
    public void Configure(EntityTypeBuilder<OutboxSize> builder)
    {
        builder.ToTable("OutboxSizes");
        builder.HasKey(s => new { s.TenantId, s.NodeId });
        builder.Property(s => s.NodeId).ValueGeneratedNever().HasDefaultValue(Guid.Empty);
    }
}
