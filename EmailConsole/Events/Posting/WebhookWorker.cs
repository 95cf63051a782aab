using System.Threading.Channels;
using EmailConsole.Cluster;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Queue;
using EmailConsole.Persistence;
using Microsoft.Extensions.Options;

namespace EmailConsole.Events.Posting;

/// <summary>
/// Hands on what has happened and sends it, on one node of all. Each endpoint has a queue of its own, so that one that hangs holds up no other; those that
/// have not answered well lately share a half of the requests that may be under way. What was sent and not recorded is sent again: at least once.
/// </summary>
internal sealed partial class WebhookWorker(
    EndpointDirectory directory,
    FanOut fanOut,
    DeliveryRows rows,
    WebhookPost post,
    IEnumerable<IEndpointPaused> listeners,
    EventSignal signal,
    WebhookTelemetry telemetry,
    IOwners owners,
    INode node,
    IOptions<WebhookOptions> options,
    TimeProvider clock,
    ILogger<WebhookWorker> logger) : BackgroundService
{
    private const int MostRecordedTogether = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, EndpointQueue> _queues = [];
    private readonly Channel<PostResult> _results = Channel.CreateUnbounded<PostResult>(new UnboundedChannelOptions { SingleReader = true });
    private int _inFlight;
    private int _unproven;
    private bool _isFailing;

    /// <summary>One look at what is to be handed on, and at what is due: requests begin, and are not waited for.</summary>
    public async Task RoundAsync(CancellationToken cancellationToken)
    {
        if (!await owners.TakeRoleAsync(node, ClusterRole.Events, cancellationToken))
        {
            Forget();
            return;
        }

        while (await fanOut.RunAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (await FillAsync(cancellationToken))
        {
            Begin(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var recording = RecordAllAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryAsync(stoppingToken);
            await signal.WaitAsync(Interval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await recording;
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RoundAsync(cancellationToken);
            _isFailing = false;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isFailing)
            {
                _isFailing = true;
                LogFailed(e);
            }
        }
        catch (OperationCanceledException)
        {
            // The console stops
        }
    }

    // Those of which nothing is in memory and something is due
    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        var active = directory.Active.ToDictionary(e => e.Id);
        if (active.Count == 0)
        {
            Forget();
            return false;
        }

        List<Guid> hungry;
        lock (_gate)
        {
            foreach (var (id, queue) in _queues.Where(q => !active.ContainsKey(q.Key)).ToList())
            {
                queue.Forget();
                if (queue.IsIdle)
                {
                    _queues.Remove(id);
                }
            }

            foreach (var (id, queue) in _queues.Where(q => active.ContainsKey(q.Key)))
            {
                queue.IsNow(active[id].Version);
            }

            hungry = [.. active.Keys.Where(id => !_queues.TryGetValue(id, out var queue) || queue.NeedsMore(clock.GetUtcNow()))];
        }

        if (hungry.Count > 0)
        {
            foreach (var id in (await rows.FindDueAsync(cancellationToken)).Intersect(hungry))
            {
                await FillAsync(active[id], cancellationToken);
            }
        }

        return true;
    }

    private async Task FillAsync(EndpointInfo endpoint, CancellationToken cancellationToken)
    {
        var id = endpoint.Id;
        EndpointQueue queue;
        List<Guid> held;
        lock (_gate)
        {
            queue = _queues.TryGetValue(id, out var known) ? known : _queues[id] = new EndpointQueue(endpoint.Version);
            held = [.. queue.Held];
        }

        var found = await rows.TakeAsync(id, held, cancellationToken);
        lock (_gate)
        {
            // What was recorded meanwhile was due when it was read: its row says otherwise by now
            queue.Add(found.Where(d => !held.Contains(d.Id)));
        }
    }

    // One of each by turns, as long as there is room
    private void Begin(CancellationToken cancellationToken)
    {
        var active = directory.Active.ToDictionary(e => e.Id);
        lock (_gate)
        {
            var hasBegun = true;
            while (hasBegun && node.MayBegin)
            {
                hasBegun = false;
                foreach (var (id, queue) in _queues)
                {
                    if (active.TryGetValue(id, out var endpoint) && queue.MayBegin(clock.GetUtcNow()) && HasRoom(queue.IsProven))
                    {
                        _inFlight++;
                        _unproven += queue.IsProven ? 0 : 1;
                        _ = SendAsync(endpoint, queue, queue.Begin(), queue.IsProven, cancellationToken);
                        hasBegun = true;
                    }
                }
            }
        }
    }

    private bool HasRoom(bool isProven) => _inFlight < options.Value.MaxInFlight && (isProven || _unproven < options.Value.MaxInFlight / 2);

    private async Task SendAsync(EndpointInfo endpoint, EndpointQueue queue, DueDelivery delivery, bool wasProven, CancellationToken cancellationToken)
    {
        // Not while the lock is held
        await Task.Yield();
        WebhookAnswer? answer = null;
        try
        {
            answer = await post.SendAsync(endpoint, delivery.EventId, delivery.Body, cancellationToken);
            telemetry.Sent(answer);
        }
        catch (OperationCanceledException)
        {
            // The console stops: it is due still
        }
        catch (Exception e)
        {
            LogUnexpected(e);
            answer = new WebhookAnswer(clock.GetUtcNow(), TimeSpan.Zero, null, null, "The console could not send it.");
        }

        lock (_gate)
        {
            _inFlight--;
            _unproven -= wasProven ? 0 : 1;
            if (answer is null)
            {
                queue.End(delivery.Id);
                return;
            }

            queue.Answered(answer, clock.GetUtcNow());
        }

        _results.Writer.TryWrite(new PostResult(endpoint, delivery, answer));
    }

    // What was answered stays held until it is on the disk, however long that takes
    private async Task RecordAllAsync(CancellationToken stoppingToken)
    {
        List<PostResult> gathered = [];
        while (await _results.Reader.WaitToReadAsync(stoppingToken).AsTask().ContinueWith(t => t is { IsCompletedSuccessfully: true, Result: true }, TaskScheduler.Default))
        {
            while (gathered.Count < MostRecordedTogether && _results.Reader.TryRead(out var result))
            {
                gathered.Add(result);
            }

            await RecordAsync(gathered, stoppingToken);
            gathered.Clear();
        }

        // At the stop: what was answered need not come again
        while (_results.Reader.TryRead(out var result))
        {
            gathered.Add(result);
        }

        if (gathered.Count > 0)
        {
            await RecordAsync(gathered, stoppingToken);
        }
    }

    private async Task RecordAsync(List<PostResult> results, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                var paused = await rows.RecordAsync(results, CancellationToken.None);
                await TellAsync(paused, stoppingToken);
                break;
            }
            catch (Exception e)
            {
                LogNotRecorded(e);
                if (stoppingToken.IsCancellationRequested || !DatabaseFaults.IsCauseOf(e))
                {
                    break;
                }

                await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        lock (_gate)
        {
            foreach (var result in results)
            {
                _queues.GetValueOrDefault(result.Endpoint.Id)?.End(result.Delivery.Id);
            }
        }

        signal.Set();
    }

    private async Task TellAsync(IReadOnlyList<PausedEndpoint> paused, CancellationToken cancellationToken)
    {
        foreach (var endpoint in paused)
        {
            LogPaused(endpoint.EndpointId, endpoint.TenantId, endpoint.Why);
            await directory.ReadAsync(endpoint.TenantId, cancellationToken);
            foreach (var listener in listeners)
            {
                await listener.PausedAsync(endpoint, cancellationToken);
            }
        }
    }

    private void Forget()
    {
        lock (_gate)
        {
            foreach (var queue in _queues.Values)
            {
                queue.Forget();
            }
        }
    }
}
