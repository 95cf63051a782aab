using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Outbox.Store.Sql;

internal sealed class OutboxCounterMapping : IEntityTypeConfiguration<OutboxCounter>
{
    public void Configure(EntityTypeBuilder<OutboxCounter> builder)
    {
        builder.ToTable("OutboxCounters");
        builder.HasKey(c => new { c.TenantId, c.State, c.NodeId });
        builder.Property(c => c.NodeId).ValueGeneratedNever().HasDefaultValue(Guid.Empty);

        // The few that wait, among all that ever had a message, and those that one node has accepted and another one sent
        builder.HasIndex(c => c.TenantId).HasFilter("State IN (0, 2) AND Count <> 0");
    }
}
