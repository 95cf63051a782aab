using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Outbox.Store.Sqlite;

internal sealed class OutboxCounterMapping : IEntityTypeConfiguration<OutboxCounter>
{
    public void Configure(EntityTypeBuilder<OutboxCounter> builder)
    {
        builder.ToTable("OutboxCounters");
        builder.HasKey(c => new { c.TenantId, c.State });
        builder.Property(c => c.TenantId).HasConversion<SortableGuid>();
    }
}
