using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Outbox.Store.Sql;

internal sealed class OutboxTrendMapping : IEntityTypeConfiguration<OutboxTrend>
{
    public void Configure(EntityTypeBuilder<OutboxTrend> builder)
    {
        builder.ToTable("OutboxTrends");
        builder.HasKey(t => new { t.TenantId, t.Start, t.Measure, t.NodeId });
        builder.Property(t => t.NodeId).ValueGeneratedNever().HasDefaultValue(Guid.Empty);
        builder.HasIndex(t => t.Start);
    }
}
