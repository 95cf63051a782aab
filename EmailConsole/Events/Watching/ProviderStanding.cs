using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Events.Watching;

/// <summary>A provider that was told to fail; once it was told to work again, the row goes.</summary>
public sealed class ProviderStanding
{
    public Guid ProviderId { get; init; }

    public Guid TenantId { get; init; }

    /// <summary>When it was told.</summary>
    public DateTimeOffset ToldAt { get; init; }
}

internal sealed class ProviderStandingMapping : IEntityTypeConfiguration<ProviderStanding>
{
    public void Configure(EntityTypeBuilder<ProviderStanding> builder)
    {
        builder.ToTable("WebhookProviders");
        builder.HasKey(p => p.ProviderId);
        builder.Property(p => p.ProviderId).ValueGeneratedNever();
        builder.HasIndex(p => p.TenantId);
    }
}
