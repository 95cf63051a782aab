using System.Globalization;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Events.Endpoints;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using EmailConsole.Outbox.Trends;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailConsole.Events.Notices;

/// <summary>Reads what stands. Providers are their owner's matter: of another tenant's server nobody is told what its owner may read.</summary>
internal sealed class StandingMatters(
    IChannelStates channels, ILaneStates lanes, IEnumerable<ITenantRoutes> routes, DeliveryTrends trends, IOptions<NoticeOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan ExpiredWithin = TimeSpan.FromHours(1);

    // One sign-in that is deferred is no matter yet
    private static readonly TimeSpan RefusedFor = TimeSpan.FromMinutes(1);

    /// <param name="db">Read only.</param>
    /// <param name="open">What stood until now: that goes on until it is known to be over.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<Matter>> FindAsync(EmailConsoleDb db, IReadOnlyList<Notice> open, CancellationToken cancellationToken) =>
    [
        .. await ProvidersAsync([.. open.Where(n => n.Kind is NoticeKind.ProviderStopped or NoticeKind.CredentialsRefused)], cancellationToken),
        .. await ExpiredAsync(db, open, cancellationToken),
        .. await WebhooksAsync(db, cancellationToken),
    ];

    /// <summary>How many messages wait at this moment for each provider for which some do; from memory.</summary>
    public IReadOnlyDictionary<Guid, long> Waiting() => WaitingBy(Channels());

    private Dictionary<Guid, ChannelState> Channels() => channels.All().DistinctBy(c => c.ProviderId).ToDictionary(c => c.ProviderId);

    private static Matter Of(RouteProvider provider, ChannelState channel)
    {
        var name = provider.Name.Length == 0 ? "the email provider" : provider.Name;
        var (kind, title) = channel.LastFailure?.Blame == Blame.Credentials
            ? (NoticeKind.CredentialsRefused, $"The sign-in to {name} is refused")
            : (NoticeKind.ProviderStopped, channel.Circuit.Position == CircuitPosition.Closed ? $"Mail does not leave by {name}" : $"Sending by {name} is paused");
        return new Matter(provider.OwnerTenantId, kind, provider.Id, title, Words(channel), $"Mail leaves by {name} again");
    }

    private static string Words(ChannelState channel)
    {
        List<string> words =
        [
            $"Since {NoticeWords.Time(channel.FailingSince ?? channel.Circuit.Since)}.",
            channel.LastFailure?.Advice.Cause ?? channel.Circuit.Why ?? "The server cannot be used at present.",
        ];
        if (channel.LastFailure?.Advice.Cure is { Length: > 0 } cure)
        {
            words.Add($"{NoticeWords.ToDo} {cure}");
        }

        return string.Join(' ', words);
    }

    private async Task<IReadOnlyList<Matter>> ProvidersAsync(IReadOnlyList<Notice> open, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var all = Channels();
        var waiting = WaitingBy(all);
        var refused = all.Values.Where(c => c is { LastFailure.Blame: Blame.Credentials, FailingSince: { } since } && now - since >= RefusedFor).ToList();
        var stopped = all.Values.Where(c => (c.Circuit.Position != CircuitPosition.Closed || c is { FailingSince: not null, LastFailure.Blame: Blame.Throttle })
            && now - (c.FailingSince ?? c.Circuit.Since ?? now) >= options.Value.After && waiting.ContainsKey(c.ProviderId)).ToList();
        if (refused.Count + stopped.Count + open.Count == 0)
        {
            return [];
        }

        var owners = refused.Concat(stopped).Select(c => c.OwnerTenantId).Concat(open.Select(n => n.TenantId)).Distinct().ToList();
        var known = (await routes.Single().FindRoutesAsync(owners, cancellationToken)).SelectMany(r => r.Value.Where(p => p.OwnerTenantId == r.Key))
            .DistinctBy(p => p.Id).ToDictionary(p => p.Id);
        var pasts = await trends.ProvidersAsync([.. open.Select(n => n.SubjectId).Distinct()], cancellationToken);
        Dictionary<Guid, Matter> found = [];

        // What was told goes on under its own name, whatever fails meanwhile
        foreach (var notice in open.Where(n => known.ContainsKey(n.SubjectId) && (IsFailing(all, n.SubjectId) || pasts[n.SubjectId].Failure is not null)))
        {
            found.TryAdd(notice.SubjectId, new Matter(notice.TenantId, notice.Kind, notice.SubjectId, notice.Title, notice.Words, notice.Cured));
        }

        foreach (var channel in refused.Concat(stopped))
        {
            if (known.TryGetValue(channel.ProviderId, out var provider) && !found.ContainsKey(channel.ProviderId))
            {
                found.Add(channel.ProviderId, Of(provider, channel));
            }
        }

        return [.. found.Values];
    }

    private static bool IsFailing(Dictionary<Guid, ChannelState> all, Guid providerId) =>
        all.GetValueOrDefault(providerId) is { } channel && (channel.Circuit.Position != CircuitPosition.Closed || channel.FailingSince is not null);

    // A standby holds mail up where those before it are paused too
    private Dictionary<Guid, long> WaitingBy(Dictionary<Guid, ChannelState> all)
    {
        var busy = lanes.All().Where(l => l.Queued + l.Sending > 0 && l.ProviderId is not null).ToList();
        var found = busy.GroupBy(l => l.ProviderId!.Value).ToDictionary(g => g.Key, g => g.Sum(l => l.Queued + l.Sending));
        foreach (var lane in busy.Where(l => all.GetValueOrDefault(l.ProviderId!.Value) is { Circuit.Position: not CircuitPosition.Closed }))
        {
            foreach (var standby in all.Values.Where(c => c.OwnerTenantId == lane.TenantId))
            {
                found.TryAdd(standby.ProviderId, lane.Queued + lane.Sending);
            }
        }

        return found;
    }

    private async Task<IReadOnlyList<Matter>> ExpiredAsync(EmailConsoleDb db, IReadOnlyList<Notice> open, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow() - ExpiredWithin;
        var counts = await db.Set<OutboxMessage>().Where(m => m.Cause != null && m.FailedAt >= since && m.State == EmailState.Expired)
            .GroupBy(m => m.TenantId).Select(g => new { TenantId = g.Key, Count = g.LongCount() }).ToListAsync(cancellationToken);

        // It is over when none has expired for an hour, not when there are a few less
        var stood = open.Where(n => n.Kind == NoticeKind.MailExpiring).Select(n => n.TenantId).ToHashSet();
        return
        [
            .. counts.Where(c => c.Count >= options.Value.Expired || stood.Contains(c.TenantId)).Select(c => new Matter(
                c.TenantId,
                NoticeKind.MailExpiring,
                c.TenantId,
                string.Create(CultureInfo.InvariantCulture, $"{c.Count:N0} message{(c.Count == 1 ? "" : "s")} expired within an hour"),
                "Their time ran out before they were delivered, and they are not tried any more. " + NoticeWords.ToDo + " see under Deliveries why, and resend those that are still of use.",
                "No message has expired for an hour")),
        ];
    }

    private static async Task<IReadOnlyList<Matter>> WebhooksAsync(EmailConsoleDb db, CancellationToken cancellationToken)
    {
        var paused = await db.Set<WebhookEndpoint>().AsNoTracking().Where(e => e.PausedAt != null && e.PausedWhy != PauseReason.ByHand).ToListAsync(cancellationToken);
        return
        [
            .. paused.Select(e => new Matter(
                e.TenantId,
                NoticeKind.WebhookPaused,
                e.Id,
                $"The webhook {NoticeWords.Host(e.Url)} is paused",
                $"Since {NoticeWords.Time(e.PausedAt)}. "
                    + (e.PausedWhy == PauseReason.Gone ? "It answered 410 Gone: it does not want to be told any more." : "It has not answered well for days.")
                    + $" {NoticeWords.ToDo} resume it under Webhooks once it answers, and replay what failed; or delete it.",
                $"The webhook {NoticeWords.Host(e.Url)} is resumed or deleted")),
        ];
    }
}
