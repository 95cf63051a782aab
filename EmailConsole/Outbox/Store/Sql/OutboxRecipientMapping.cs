using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Outbox.Store.Sql;

internal sealed class OutboxRecipientMapping : IEntityTypeConfiguration<OutboxRecipient>
{
    // What is left of it without its last letters other than @ is as long as what stands before the domain
    private const string DomainSql = "substr(Address, length(rtrim(Address, replace(Address, '@', ''))) + 1)";

    public void Configure(EntityTypeBuilder<OutboxRecipient> builder)
    {
        builder.ToTable("OutboxRecipients");
        builder.HasKey(r => new { r.MessageId, r.Ordinal });
        builder.Property(r => r.Address).HasMaxLength(320);
        builder.Property(r => r.NormalizedAddress).HasComputedColumnSql("lower(Address)", stored: false);
        builder.Property(r => r.Domain).HasComputedColumnSql(DomainSql, stored: false);
        builder.Property(r => r.LastReply).HasMaxLength(OutboxMessageMapping.MaxReply);
        builder.HasIndex(r => new { r.TenantId, r.NormalizedAddress, r.MessageId });
        builder.HasIndex(r => new { r.TenantId, r.Domain, r.MessageId });

        // For those who look among all tenants
        builder.HasIndex(r => new { r.NormalizedAddress, r.MessageId });
        builder.HasIndex(r => new { r.Domain, r.MessageId });
    }
}
