using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Events.Endpoints;

/// <summary>Where a tenant's program wants to be told of something.</summary>
public sealed class WebhookEndpoint : IVersioned
{
    public const int MaxUrl = 2_000;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid TenantId { get; init; }

    public required string Url { get; set; }

    public EventTypes Types { get; set; }

    /// <summary>Protected with the key ring, for this tenant and endpoint.</summary>
    public required string ProtectedSecret { get; set; }

    /// <summary>The one before, by which is signed as well until <see cref="PreviousUntil"/>; null: none.</summary>
    public string? ProtectedPrevious { get; set; }

    public DateTimeOffset? PreviousUntil { get; set; }

    /// <summary>Nothing is sent since then; null: it is told.</summary>
    public DateTimeOffset? PausedAt { get; set; }

    public PauseReason PausedWhy { get; set; }

    /// <summary>The first failure since it last answered well; null: it does, or nothing was sent yet. Changes without the version.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>What came of the last attempt, in a sentence, where <see cref="FailingSince"/> says that it failed; null: not known. Changes without the version.</summary>
    public string? FailingWhy { get; set; }

    /// <summary>Null: it never did. Changes without the version.</summary>
    public DateTimeOffset? LastSuccessAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The username of whoever added it.</summary>
    public required string CreatedBy { get; init; }

    public Guid Version { get; set; }
}

/// <summary>Why nothing is sent to an endpoint. The numbers are stored.</summary>
public enum PauseReason
{
    /// <summary>An administrator wanted it so.</summary>
    ByHand = 0,

    /// <summary>It answered 410 Gone: it does not want to be told any more.</summary>
    Gone = 1,

    /// <summary>It has not answered well for days.</summary>
    Failing = 2,
}

internal sealed class WebhookEndpointMapping : IEntityTypeConfiguration<WebhookEndpoint>
{
    public void Configure(EntityTypeBuilder<WebhookEndpoint> builder)
    {
        builder.ToTable("WebhookEndpoints");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Url).HasMaxLength(WebhookEndpoint.MaxUrl);
        builder.Property(e => e.CreatedBy).HasMaxLength(512);
        builder.Property(e => e.Version).IsConcurrencyToken();
        builder.HasIndex(e => e.TenantId);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(e => e.TenantId).OnDelete(DeleteBehavior.Cascade);
    }
}
