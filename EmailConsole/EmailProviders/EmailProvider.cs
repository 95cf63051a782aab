using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Validation;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.EmailProviders;

/// <summary>A provider of a tenant as stored: an entry of its route. Without any the super tenant's is in force.</summary>
public sealed class EmailProvider : IVersioned
{
    /// <summary>Of the first one that a tenant stores it is the tenant's, so that two who store it at once meet.</summary>
    public Guid Id { get; init; }

    public Guid TenantId { get; init; }

    /// <summary>In the tenant's route, from 0; what is smaller comes first.</summary>
    public int Position { get; set; }

    /// <summary>As its administrators call it; empty: by what it is.</summary>
    public string Name { get; set; } = "";

    /// <summary>False: it stays in the route, and nothing leaves by it.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>
    /// The same in all entries of a route: where it is not known whether a provider has a message of high priority, the next one may get it as well.
    /// </summary>
    public bool SwitchesAfterUnknown { get; set; }

    public EmailProviderSettings Settings { get; set; } = new();

    /// <summary>Protected with the key ring, for this tenant and field; null: none stored.</summary>
    public string? ProtectedPassword { get; set; }

    /// <summary>Protected with the key ring, for this tenant and field; null: none stored.</summary>
    public string? ProtectedClientSecret { get; set; }

    /// <summary>Those of a kind other than SMTP (<see cref="EmailProviderSecrets.Values"/>), protected in the same way; null: none stored.</summary>
    public string? ProtectedSecrets { get; set; }

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
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.HasIndex(p => p.TenantId);
        builder.Property(p => p.Name).HasMaxLength(ProviderText.MaxOrdinary);
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.HasQueryFilter(p => p.RemovedUntil == null);
        builder.HasIndex(p => p.RemovedUntil).HasFilter("RemovedUntil IS NOT NULL");
        builder.Property(p => p.UpdatedBy).HasMaxLength(512);
        builder.ComplexProperty(p => p.Settings, settings =>
        {
            foreach (var field in ProviderFields.All.Where(f => f.Value is null))
            {
                var property = settings.Property(field.Name);
                _ = field.Choices is not null ? property.HasConversion<string>().HasMaxLength(32)
                    : field.MaxLength is { } most ? property.HasMaxLength(most)
                    : property;
            }

            settings.Property(s => s.Server).HasDefaultValue(ProviderServer.Own);
            settings.Property(s => s.Kind).HasDefaultValue(ProviderKinds.Smtp);
            settings.Property(s => s.Values).HasConversion(values => values.IsEmpty ? "" : values.ToJson(), json => KindValues.FromJson(json)).HasDefaultValue(KindValues.None);
        });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(p => p.TenantId).OnDelete(DeleteBehavior.Cascade);
    }
}
