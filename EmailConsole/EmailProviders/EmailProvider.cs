using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.EmailProviders;

/// <summary>A tenant's own provider as stored. Absent: the super tenant's is in force.</summary>
public sealed class EmailProvider : IVersioned
{
    public Guid TenantId { get; init; }

    public EmailProviderSettings Settings { get; set; } = new();

    /// <summary>Protected with the key ring, for this tenant and field; null: none stored.</summary>
    public string? ProtectedPassword { get; set; }

    /// <summary>Protected with the key ring, for this tenant and field; null: none stored.</summary>
    public string? ProtectedClientSecret { get; set; }

    /// <summary>
    /// A <see cref="WrittenSender"/>, protected with the key ring for this tenant; null: no script ever wrote it. What
    /// cannot be read any more counts as never written.
    /// </summary>
    public string? ProtectedWritten { get; set; }

    /// <summary>The username of who stored it last.</summary>
    public string UpdatedBy { get; set; } = "";

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>
    /// Set: the tenant has no provider of its own any more, and until then another one is waited for that may take over its secrets,
    /// see <c>ReplacementWait</c>. Queries do not see such a row unless they ask for it.
    /// </summary>
    public DateTimeOffset? RemovedUntil { get; set; }

    public Guid Version { get; set; }
}

internal sealed class EmailProviderMapping : IEntityTypeConfiguration<EmailProvider>
{
    public void Configure(EntityTypeBuilder<EmailProvider> builder)
    {
        builder.ToTable("EmailProviders");
        builder.HasKey(p => p.TenantId);
        builder.Property(p => p.TenantId).ValueGeneratedNever();
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.HasQueryFilter(p => p.RemovedUntil == null);
        builder.HasIndex(p => p.RemovedUntil).HasFilter("RemovedUntil IS NOT NULL");
        builder.Property(p => p.UpdatedBy).HasMaxLength(512);
        builder.ComplexProperty(p => p.Settings, settings =>
        {
            foreach (var field in ProviderFields.All)
            {
                var property = settings.Property(field.Name);
                _ = field.Choices is not null ? property.HasConversion<string>().HasMaxLength(32)
                    : field.MaxLength is { } most ? property.HasMaxLength(most)
                    : property;
            }

            settings.Property(s => s.Server).HasDefaultValue(ProviderServer.Own);
        });
        builder.HasOne<Tenant>().WithOne().HasForeignKey<EmailProvider>(p => p.TenantId).OnDelete(DeleteBehavior.Cascade);
    }
}
