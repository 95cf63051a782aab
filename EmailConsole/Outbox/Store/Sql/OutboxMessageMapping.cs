using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>
/// Every index serves one question whose cost must not grow with the table: what is due for a tenant, what has expired, the
/// pages of a tenant and of all, with and without a state, and what is looked for. Those with a filter cost nothing where a message
/// has nothing of the kind, which is most of them.
/// </summary>
internal sealed class OutboxMessageMapping : IEntityTypeConfiguration<OutboxMessage>
{
    public const string Table = "OutboxMessages";
    public const int MaxReply = 300;

    // Version, trace, span and flags, in hexadecimal with hyphens
    private const int TraceParentLength = 55;

    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable(Table);
        builder.HasKey(m => m.Id);
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.InternetMessageId).HasMaxLength(OutboxMessage.LongestMessageId);
        builder.Property(m => m.AcceptedBy).HasMaxLength(NewEmail.MaxAcceptedBy);
        builder.Property(m => m.FromAddress).HasMaxLength(NewEmail.MaxFrom);
        builder.Property(m => m.TraceParent).HasMaxLength(TraceParentLength);
        builder.Property(m => m.LastReply).HasMaxLength(MaxReply);
        builder.Property(m => m.Cause).HasMaxLength(FailureCause.MaxLength);
        builder.HasMany(m => m.Recipients).WithOne().HasForeignKey(r => r.MessageId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(m => m.AttemptHistory).WithOne().HasForeignKey(a => a.MessageId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<OutboxContent>().WithOne().HasForeignKey<OutboxContent>(c => c.MessageId).OnDelete(DeleteBehavior.Cascade);

        builder.HasIndex(m => new { m.TenantId, m.Priority, m.DueAt }).HasFilter("DueAt IS NOT NULL");
        builder.HasIndex(m => m.ExpiresAt).HasFilter("DueAt IS NOT NULL");
        builder.HasIndex(m => new { m.TenantId, m.Id });
        builder.HasIndex(m => new { m.TenantId, m.State, m.Id });
        builder.HasIndex(m => new { m.State, m.Id });
        builder.HasIndex(m => new { m.TenantId, m.AcceptedBy, m.Id }).HasFilter("AcceptedBy IS NOT NULL");
        builder.HasIndex(m => new { m.TenantId, m.SendAt, m.Id }).HasFilter("SendAt IS NOT NULL");
        builder.HasIndex(m => new { m.TenantId, m.Cause, m.Id }).HasFilter("Cause IS NOT NULL");
        builder.HasIndex(m => new { m.TenantId, m.FailedAt, m.Cause }).HasFilter("Cause IS NOT NULL");
        builder.HasIndex(m => m.InternetMessageId).HasFilter("AttemptsBefore > 0");

        // For those who look among all tenants
        builder.HasIndex(m => new { m.AcceptedBy, m.Id }).HasFilter("AcceptedBy IS NOT NULL");
        builder.HasIndex(m => new { m.SendAt, m.Id }).HasFilter("SendAt IS NOT NULL");
        builder.HasIndex(m => new { m.Cause, m.Id }).HasFilter("Cause IS NOT NULL");
        builder.HasIndex(m => new { m.FailedAt, m.Cause }).HasFilter("Cause IS NOT NULL");
    }

    /// <summary>As much of a server's words as a row keeps.</summary>
    public static string? Short(string? text) => text?.Length > MaxReply ? string.Concat(text.AsSpan(0, MaxReply - 1), "…") : text;
}
