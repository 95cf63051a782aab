using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Outbox.Store.Sql;

internal sealed class OutboxAttemptMapping : IEntityTypeConfiguration<OutboxAttempt>
{
    public void Configure(EntityTypeBuilder<OutboxAttempt> builder)
    {
        builder.ToTable("OutboxAttempts");
        builder.HasKey(a => new { a.MessageId, a.Number });
        builder.Property(a => a.EnhancedCode).HasMaxLength(16);
    }
}
