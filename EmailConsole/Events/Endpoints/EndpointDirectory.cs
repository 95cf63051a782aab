using System.Collections.Concurrent;
using System.Threading.Channels;
using EmailConsole.Cluster;
using EmailConsole.Outbox;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Events.Endpoints;

/// <summary>An endpoint as it is told, of its row.</summary>
internal sealed record EndpointInfo(
    Guid Id, Guid TenantId, string Url, EventTypes Types, bool IsPaused, string ProtectedSecret, string? ProtectedPrevious, DateTimeOffset? PreviousUntil, Guid Version)
{
    public static EndpointInfo Of(WebhookEndpoint row) => new(
        row.Id, row.TenantId, row.Url, row.Types, row.PausedAt is not null, row.ProtectedSecret, row.ProtectedPrevious, row.PreviousUntil, row.Version);
}

/// <summary>
/// All endpoints, in memory: whoever records the state of a message asks here whether somebody wants to be told. A change on this node is known at once, on
/// the others within a second.
/// </summary>
internal sealed partial class EndpointDirectory(
    IDbContextFactory<EmailConsoleDb> contexts, EventSignal signal, TimeProvider clock, ILogger<EndpointDirectory> logger)
    : BackgroundService, IHostedLifecycleService, IEmailEvents, IClusterEventListener
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _reading = new(1);
    private readonly ConcurrentDictionary<Guid, IReadOnlyList<EndpointInfo>> _tenants = new();

    // Which tenants' are to be read anew; empty: all. A listener of the cluster must not wait for the database
    private readonly Channel<Guid> _changed = Channel.CreateUnbounded<Guid>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Those that are not paused.</summary>
    public IEnumerable<EndpointInfo> Active => _tenants.Values.SelectMany(t => t).Where(e => !e.IsPaused);

    public bool IsEmpty => _tenants.IsEmpty;

    /// <summary>Tenants that want to be told of one of these.</summary>
    public IReadOnlyList<Guid> TenantsWanting(EventTypes types) =>
        [.. _tenants.Where(t => t.Value.Any(e => e.Types.HasAny(types))).Select(t => t.Key)];

    public EndpointInfo? Find(Guid tenantId, Guid id) => Of(tenantId).FirstOrDefault(e => e.Id == id);

    public bool Wants(Guid tenantId, EmailEventKind kind) =>
        !_tenants.IsEmpty && _tenants.TryGetValue(tenantId, out var own) && own.Any(e => e.Types.HasAny(EventTypeNames.Of(kind)));

    public void Written() => signal.Set();

    /// <summary>Before anything is recorded.</summary>
    public Task StartingAsync(CancellationToken cancellationToken) => ReadAsync(Guid.Empty, cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ChangedAsync(ClusterEvent change, CancellationToken cancellationToken)
    {
        if (change == ClusterEvent.Everything || change.Kind == ClusterEvent.Webhook)
        {
            _changed.Writer.TryWrite(change.Kind == ClusterEvent.Webhook ? change.Key : Guid.Empty);
        }

        return Task.CompletedTask;
    }

    /// <param name="tenantId">Whose; empty: all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ReadAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        // One after the other: what was read first must not be put in last
        await _reading.WaitAsync(cancellationToken);
        try
        {
            await ReadNowAsync(tenantId, cancellationToken);
        }
        finally
        {
            _reading.Release();
        }

        signal.Set();
    }

    public override void Dispose()
    {
        _reading.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var tenantId in _changed.Reader.ReadAllAsync(stoppingToken))
        {
            while (!await TryReadAsync(tenantId, stoppingToken))
            {
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }

    private async Task ReadNowAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<WebhookEndpoint>().AsNoTracking()
            .Where(e => tenantId == Guid.Empty || e.TenantId == tenantId).OrderBy(e => e.Id).ToListAsync(cancellationToken);
        var found = rows.GroupBy(e => e.TenantId).ToDictionary(t => t.Key, t => (IReadOnlyList<EndpointInfo>)[.. t.Select(EndpointInfo.Of)]);
        foreach (var tenant in tenantId == Guid.Empty ? _tenants.Keys.Union(found.Keys).ToList() : [tenantId])
        {
            if (found.TryGetValue(tenant, out var own))
            {
                _tenants[tenant] = own;
            }
            else
            {
                _tenants.TryRemove(tenant, out _);
            }
        }
    }

    private IReadOnlyList<EndpointInfo> Of(Guid tenantId) => _tenants.GetValueOrDefault(tenantId) ?? [];

    private async Task<bool> TryReadAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(tenantId, cancellationToken);
            return true;
        }
        catch (Exception e) when (DatabaseFaults.IsCauseOf(e))
        {
            LogFailed(e);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook endpoints that were changed elsewhere could not be read; it is tried again every second.")]
    private partial void LogFailed(Exception exception);
}
