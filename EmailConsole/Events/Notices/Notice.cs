using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Events.Notices;

/// <summary>What somebody has to do something about. The numbers are stored.</summary>
public enum NoticeKind
{
    /// <summary>A provider is not tried any more, and mail waits for it.</summary>
    ProviderStopped = 0,

    /// <summary>A provider's sign-in, token or secret is refused.</summary>
    CredentialsRefused = 1,

    /// <summary>Many messages have expired lately.</summary>
    MailExpiring = 2,

    /// <summary>The console has paused an endpoint by itself.</summary>
    WebhookPaused = 3,
}

/// <summary>Something that stands at this moment.</summary>
/// <param name="TenantId">Whose administrators are told.</param>
/// <param name="Kind">What.</param>
/// <param name="SubjectId">Of what: a provider, an endpoint, or the tenant.</param>
/// <param name="Title">What it is, in a line.</param>
/// <param name="Words">Since when, why, and what to do.</param>
/// <param name="Cured">What to say in a line once it is over.</param>
internal sealed record Matter(Guid TenantId, NoticeKind Kind, Guid SubjectId, string Title, string Words, string Cured);

/// <summary>A matter and what was said of it. There is one row for each: one that comes again while the last mail is young is the same row.</summary>
public sealed class Notice : IVersioned
{
    public const int MaxTitle = 400;
    public const int MaxWords = 4_000;

    public Guid TenantId { get; init; }

    public NoticeKind Kind { get; init; }

    public Guid SubjectId { get; init; }

    public DateTimeOffset OpenedAt { get; set; }

    /// <summary>Null: it stands.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>When a mail last spoke of it; null: none did.</summary>
    public DateTimeOffset? ToldAt { get; set; }

    /// <summary>Whether that mail said that it stands.</summary>
    public bool IsToldOpen { get; set; }

    public required string Title { get; set; }

    public required string Words { get; set; }

    public required string Cured { get; set; }

    public Guid Version { get; set; }

    /// <summary>What the last mail said is not so any more, or it spoke of an earlier time.</summary>
    public bool IsNews => ClosedAt is null ? !IsToldOpen || OpenedAt > ToldAt : IsToldOpen;

    /// <summary>When a mail said that it stands, as it does; null: none did.</summary>
    public DateTimeOffset? MailedAt => ClosedAt is null && !IsNews ? ToldAt : null;

    /// <summary>Mail does not leave by a provider.</summary>
    public bool IsOutage => Kind is NoticeKind.ProviderStopped or NoticeKind.CredentialsRefused;

    /// <summary>By which they are ordered: causes before consequences.</summary>
    public int Rank => Kind switch
    {
        NoticeKind.CredentialsRefused => 0,
        NoticeKind.ProviderStopped => 1,
        NoticeKind.WebhookPaused => 2,
        _ => 3,
    };

    /// <summary>When it last came or went.</summary>
    public DateTimeOffset ChangedAt => ClosedAt ?? OpenedAt;
}

internal sealed class NoticeMapping : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> builder)
    {
        builder.ToTable("Notices");
        builder.HasKey(n => new { n.TenantId, n.Kind, n.SubjectId });
        builder.Property(n => n.Title).HasMaxLength(Notice.MaxTitle);
        builder.Property(n => n.Words).HasMaxLength(Notice.MaxWords);
        builder.Property(n => n.Cured).HasMaxLength(Notice.MaxTitle);
        builder.Property(n => n.Version).IsConcurrencyToken();
        builder.Ignore(n => n.IsNews).Ignore(n => n.MailedAt).Ignore(n => n.IsOutage).Ignore(n => n.Rank).Ignore(n => n.ChangedAt);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(n => n.TenantId).OnDelete(DeleteBehavior.Cascade);
    }
}
