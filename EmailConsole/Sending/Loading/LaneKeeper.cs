using EmailConsole.Cluster;
using EmailConsole.Outbox;
using EmailConsole.Persistence;
using EmailConsole.Sending.Channels;
using EmailConsole.Sending.Lanes;
using EmailConsole.Sending.Recording;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailConsole.Sending.Loading;

/// <summary>
/// Loads lanes: at start those of the eager tenants and those with waiting work, later those that get work or whose work
/// falls due. At the stop it lets what is in flight end, and be recorded.
/// </summary>
internal sealed partial class LaneKeeper(
    LaneLoader loader,
    LaneSet lanes,
    ChannelSet channels,
    DeliveryRecorder recorder,
    LaneWakes wakes,
    LanesElsewhere elsewhere,
    IOutboxStore outbox,
    TenantLoading loading,
    IDbContextFactory<EmailConsoleDb> contexts,
    INode node,
    IOwners owners,
    IHostApplicationLifetime lifetime,
    IOptions<HostOptions> host,
    TimeProvider clock,
    ILogger<LaneKeeper> logger) : BackgroundService, INewsListener
{
    private const int AtATime = 16;

    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    // Among several nodes: what one is not told of, or another one leaves behind, waits no longer
    private static readonly TimeSpan LookAmongOthers = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(50);

    // A look may take a tenth of the time
    private const int Share = 10;

    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForRecording = TimeSpan.FromSeconds(4);

    private readonly SemaphoreSlim _lookNow = new(0, 1);
    private bool _isEagerDone;

    public string Topic => INewsListener.Freed;

    /// <summary>Looks at once for tenants that are to be loaded: the file or the tenants have changed.</summary>
    public void LookAgain()
    {
        Volatile.Write(ref _isEagerDone, false);
        LookForDue();
    }

    /// <summary>Looks at once for tenants whose messages are due, or will be soon: one was unloaded.</summary>
    public void LookForDue()
    {
        lock (_lookNow)
        {
            if (_lookNow.CurrentCount == 0)
            {
                _lookNow.Release();
            }
        }
    }

    /// <summary>Another node has given something back, or is gone.</summary>
    public void Heard(string line) => LookForDue();

    public override void Dispose()
    {
        _lookNow.Dispose();
        base.Dispose();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        channels.PauseAll();
        await base.StopAsync(cancellationToken);
        var drained = lanes.StopAllAsync();
        // Three times for what follows, once for the others that stop after this
        var patience = host.Value.ShutdownTimeout - (4 * ForRecording);
        if (!await EndsWithinAsync(drained, patience > TimeSpan.Zero ? patience : TimeSpan.Zero, cancellationToken))
        {
            LogBreaksOff();
            channels.CancelAll();
            await EndsWithinAsync(drained, ForRecording, cancellationToken);
        }

        if (!await EndsWithinAsync(recorder.FlushAsync(cancellationToken), ForRecording, cancellationToken))
        {
            LogNotRecorded();
        }

        // Before another node may connect
        await channels.ClosedAsync(null, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        loading.Changed = LookAgain;

        // From the beginning of the stop on nothing is loaded any more
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        try
        {
            await Task.WhenAll(LoadPendingAsync(stopping.Token), UnloadElsewhereAsync(stopping.Token), LookAsync(stopping.Token));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What waits is loaded by the next start
        }
    }

    private Task LoadPendingAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        wakes.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stoppingToken },
        async (tenant, token) =>
        {
            try
            {
                if (await loader.LoadAsync(tenant, token))
                {
                    // It may have been loaded, and looked, before that work came
                    lanes.Get(tenant)?.WorkAvailable();
                }
            }
            catch (Exception e) when (!token.IsCancellationRequested)
            {
                if (e is not OutboxUnavailableException)
                {
                    LogNotLoaded(e, tenant);
                }

                // Beside: others' first messages must not wait for it
                _ = WakeLaterAsync(tenant, token);
            }
        });

    private async Task WakeLaterAsync(Guid tenant, CancellationToken stoppingToken)
    {
        await Task.Delay(AfterFault, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        wakes.Wake(tenant);
    }

    private async Task UnloadElsewhereAsync(CancellationToken stoppingToken)
    {
        await foreach (var tenant in elsewhere.ReadAllAsync(stoppingToken))
        {
            // In its own time: what is with a server may take long
            _ = MoveAwayAsync(tenant, stoppingToken);

            // Has it loaded where it is to be
            wakes.Wake(tenant);
        }
    }

    private async Task MoveAwayAsync(Guid tenant, CancellationToken stoppingToken)
    {
        try
        {
            await loader.MoveAwayAsync(tenant, stoppingToken);
        }
        catch (Exception e)
        {
            if (!stoppingToken.IsCancellationRequested)
            {
                LogNotMoved(e, tenant);
            }
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = Look;
            var (start, count) = (clock.GetTimestamp(), node.All.Count);
            try
            {
                await LoadEagerAsync(stoppingToken);
                next = await WakeDueAsync(stoppingToken);
                if (count > 1 && Max(LookAmongOthers, Share * clock.GetElapsedTime(start)) is var soon && soon < next)
                {
                    next = soon;
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogCannotLook(e);
                next = AfterFault;
            }

            if (count > 1)
            {
                // What many others give back is one look
                await Task.Delay(Max(Least, clock.GetElapsedTime(start)), clock, stoppingToken);
            }

            // One that has come since may have accepted what it cannot tell
            await using var others = clock.CreateTimer(
                _ =>
                {
                    if (node.All.Count > count)
                    {
                        LookForDue();
                    }
                },
                null, LookAmongOthers, LookAmongOthers);
            using var until = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(Task.Delay(next, clock, until.Token), _lookNow.WaitAsync(until.Token));
            await until.CancelAsync();
        }
    }

    private async Task LoadEagerAsync(CancellationToken cancellationToken)
    {
        var eager = loading.Current.Eager;
        if (Volatile.Read(ref _isEagerDone))
        {
            return;
        }

        Volatile.Write(ref _isEagerDone, true);
        if (eager.IsNone)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var names = eager.Only.ToList();
        var tenants = await db.Set<Tenant>().AsNoTracking()
            .Where(t => eager.All || names.Contains(t.Domain))
            .Select(t => new { t.Id, t.Domain, t.IsActive })
            .ToListAsync(cancellationToken);
        foreach (var unknown in names.Except(tenants.Select(t => t.Domain), StringComparer.OrdinalIgnoreCase))
        {
            LogUnknown(unknown);
        }

        foreach (var tenant in tenants.Where(t => t.IsActive && eager.Includes(t.Domain)))
        {
            wakes.Wake(tenant.Id);
        }
    }

    /// <returns>How long until the next look.</returns>
    private async Task<TimeSpan> WakeDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var next = now + Look;
        var others = await owners.FindOthersAsync(OwnedKind.Lane, cancellationToken);
        foreach (var backlog in await outbox.FindBacklogsAsync(cancellationToken))
        {
            if (lanes.Get(backlog.TenantId) is { IsStopped: false } lane)
            {
                // It knows of its work, unless a clock was set meanwhile
                if (backlog.EarliestDue <= now && !lane.HasDueWork)
                {
                    lane.WorkAvailable();
                }

                continue;
            }

            if (backlog.EarliestDue > now)
            {
                next = backlog.EarliestDue < next ? backlog.EarliestDue : next;
            }
            else if (!others.TryGetValue(backlog.TenantId, out var other) || node.All.All(n => n.Id != other))
            {
                // Not that of a node that is there, which looks as well
                wakes.Wake(backlog.TenantId);
            }
        }

        return next - now;
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private async Task<bool> EndsWithinAsync(Task task, TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(time, clock, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }
}
