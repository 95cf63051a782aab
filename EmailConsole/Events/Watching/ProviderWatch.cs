using System.Text.Json;
using EmailConsole.Cluster;
using EmailConsole.EmailProviders;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Queue;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Trends;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Events.Watching;

/// <summary>
/// Tells a tenant when one of its own providers is not tried any more, and when it is usable again. Its circuit says so, on whatever node; what was told
/// last is in the database, so that a start tells nothing twice. The super tenant's providers are told to the super tenant alone.
/// </summary>
internal sealed partial class ProviderWatch(
    EndpointDirectory directory,
    IChannelStates channels,
    IEnumerable<ITenantRoutes> routes,
    DeliveryTrends trends,
    IDbContextFactory<EmailConsoleDb> contexts,
    EventSignal signal,
    IOwners owners,
    INode node,
    TimeProvider clock,
    ILogger<ProviderWatch> logger) : BackgroundService
{
    private const EventTypes Told = EventTypes.ProviderFailing | EventTypes.ProviderRecovered;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // One that comes and goes is told at most so often
    private static readonly TimeSpan BetweenChanges = TimeSpan.FromMinutes(5);

    private readonly Dictionary<Guid, long> _recovered = [];

    /// <summary>One look.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (directory.TenantsWanting(Told) is not { Count: > 0 } tenants || !await owners.TakeRoleAsync(node, ClusterRole.Events, cancellationToken))
        {
            return;
        }

        var own = channels.All().Where(c => tenants.Contains(c.OwnerTenantId)).DistinctBy(c => c.ProviderId).ToDictionary(c => c.ProviderId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var standings = await db.Set<ProviderStanding>().AsNoTracking().Where(s => tenants.Contains(s.TenantId)).ToDictionaryAsync(s => s.ProviderId, cancellationToken);
        var failing = own.Values.Where(c => c.Circuit.Position != CircuitPosition.Closed && !standings.ContainsKey(c.ProviderId) && IsSettled(c.ProviderId)).ToList();
        var asked = standings.Values.Where(s => own.GetValueOrDefault(s.ProviderId) is null or { Circuit.Position: CircuitPosition.Closed, FailingSince: null }).ToList();
        if (failing.Count + asked.Count == 0)
        {
            return;
        }

        var known = await routes.Single().FindRoutesAsync(tenants, cancellationToken);
        var pasts = await trends.ProvidersAsync([.. asked.Select(s => s.ProviderId)], cancellationToken);
        foreach (var channel in failing)
        {
            if (Find(known, channel.OwnerTenantId, channel.ProviderId) is { } provider)
            {
                db.Add(new ProviderStanding { ProviderId = provider.Id, TenantId = provider.OwnerTenantId, ToldAt = clock.GetUtcNow() });
                await TellAsync(db, EventTypes.ProviderFailing, provider, channel, cancellationToken);
            }
        }

        foreach (var standing in asked.Where(s => pasts[s.ProviderId].Failure is null))
        {
            db.Remove(standing);
            _recovered[standing.ProviderId] = clock.GetTimestamp();
            if (Find(known, standing.TenantId, standing.ProviderId) is { } provider)
            {
                await TellAsync(db, EventTypes.ProviderRecovered, provider, null, cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        signal.Set();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
            }
        }
    }

    private static RouteProvider? Find(IReadOnlyDictionary<Guid, IReadOnlyList<RouteProvider>> routes, Guid tenantId, Guid providerId) =>
        routes[tenantId].FirstOrDefault(p => p.Id == providerId && p.OwnerTenantId == tenantId);

    private bool IsSettled(Guid providerId)
    {
        if (_recovered.TryGetValue(providerId, out var since) && clock.GetElapsedTime(since) < BetweenChanges)
        {
            return false;
        }

        _recovered.Remove(providerId);
        return true;
    }

    private async Task TellAsync(EmailConsoleDb db, EventTypes type, RouteProvider provider, ChannelState? channel, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var tenant = await db.Set<Tenant>().AsNoTracking().SingleAsync(t => t.Id == provider.OwnerTenantId, cancellationToken);
        var endpoints = await db.Set<WebhookEndpoint>().AsNoTracking().Where(e => e.TenantId == provider.OwnerTenantId).ToListAsync(cancellationToken);
        FanOut.Add(db, endpoints.Where(e => e.Types.HasAny(type)), new WebhookEvent
        {
            Id = Guid.CreateVersion7(now),
            TenantId = provider.OwnerTenantId,
            Type = type,
            OccurredAt = now,
            CreatedAt = now,
            Body = EventBodies.Of(type, now, json => Write(json, tenant.Domain, provider, channel, now)),
        });
    }

    private static void Write(Utf8JsonWriter json, string domain, RouteProvider provider, ChannelState? channel, DateTimeOffset now)
    {
        json.WriteString("tenant", domain);
        json.WriteString("providerId", provider.Id);
        json.WriteString("provider", provider.Name);
        json.WriteNumber("sequence", now.ToMicroseconds());
        json.WriteString("occurredAt", now);
        if (channel?.FailingSince is { } since)
        {
            json.WriteString("failingSince", since);
        }

        if (channel?.LastFailure is { } failure)
        {
            EventBodies.WriteFailure(json, failure.Kind, failure.Stage, failure.Advice.Cause, failure.Advice.Cure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "How providers fare could not be told; it is tried again in five seconds.")]
    private partial void LogFailed(Exception exception);
}
