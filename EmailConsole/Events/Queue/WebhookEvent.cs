using EmailConsole.Events.Endpoints;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Events.Queue;

/// <summary>Something that has happened, as it is told to each endpoint that wants to hear of it.</summary>
public sealed class WebhookEvent
{
    /// <summary>Version 7; receivers know it by this id, at every attempt.</summary>
    public Guid Id { get; init; }

    public Guid TenantId { get; init; }

    public EventTypes Type { get; init; }

    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>When it was handed on.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>JSON, byte for byte as it is signed and sent.</summary>
    public required byte[] Body { get; init; }
}

/// <summary>An event on its way to an endpoint, and what came of it.</summary>
public sealed class WebhookDelivery
{
    /// <summary>Version 7.</summary>
    public Guid Id { get; init; }

    public Guid EndpointId { get; init; }

    public Guid EventId { get; init; }

    public WebhookState State { get; set; }

    public int Attempts { get; set; }

    /// <summary>When the next attempt may start; null: none is to come.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>From when its attempts are counted: it was handed on then, or last asked to be sent again.</summary>
    public DateTimeOffset Since { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>When the last attempt began; null: there was none.</summary>
    public DateTimeOffset? TriedAt { get; set; }

    /// <summary>Of the last attempt.</summary>
    public TimeSpan? Duration { get; set; }

    /// <summary>The HTTP status of the last attempt; null: there was no answer.</summary>
    public int? Status { get; set; }

    /// <summary>The beginning of what was answered last.</summary>
    public string? Answer { get; set; }

    /// <summary>Why there was no good answer, in words; null: there was one.</summary>
    public string? Problem { get; set; }
}

/// <summary>Where a delivery stands. The numbers are stored.</summary>
public enum WebhookState
{
    /// <summary>An attempt is to come.</summary>
    Waiting = 0,

    /// <summary>Answered 2xx.</summary>
    Delivered = 1,

    /// <summary>All attempts failed.</summary>
    Failed = 2,

    /// <summary>The endpoint was paused: it was not tried, or not any more.</summary>
    Missed = 3,
}

internal sealed class WebhookEventMapping : IEntityTypeConfiguration<WebhookEvent>
{
    public void Configure(EntityTypeBuilder<WebhookEvent> builder)
    {
        builder.ToTable("WebhookEvents");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.HasIndex(e => e.TenantId);
        builder.HasIndex(e => e.CreatedAt);
    }
}

/// <summary>What is due of an endpoint, its last ones, and those in a state of the last day are found without a look at the others.</summary>
internal sealed class WebhookDeliveryMapping : IEntityTypeConfiguration<WebhookDelivery>
{
    public const int MaxAnswer = 4096;

    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("WebhookDeliveries");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Answer).HasMaxLength(MaxAnswer);
        builder.HasIndex(d => new { d.EndpointId, d.DueAt }).HasFilter("DueAt IS NOT NULL");
        builder.HasIndex(d => new { d.EndpointId, d.Id });
        builder.HasIndex(d => new { d.EndpointId, d.State, d.Since });
        builder.HasIndex(d => d.EventId);
        builder.HasOne<WebhookEndpoint>().WithMany().HasForeignKey(d => d.EndpointId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<WebhookEvent>().WithMany().HasForeignKey(d => d.EventId).OnDelete(DeleteBehavior.Cascade);
    }
}
