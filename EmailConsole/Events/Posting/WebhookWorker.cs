using EmailConsole.Cluster;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Queue;
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
    PostRecorder recorder,
    EventSignal signal,
    WebhookTelemetry telemetry,
    IOwners owners,
    INode node,
    IOptions<WebhookOptions> options,
    TimeProvider clock,
    ILogger<WebhookWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Those that stop after this need the rest of the time
    private static readonly TimeSpan ToAnswer = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, EndpointQueue> _queues = [];
    private readonly CancellationTokenSource _breakOff = new();
    private TaskCompletionSource? _idle;
    private int _inFlight;
    private int _unproven;
    private bool _isFailing;

    /// <summary>One look at what is to be handed on, and at what is due: requests begin, and are not waited for.</summary>
    public async Task RoundAsync(CancellationToken cancellationToken)
    {
        if (node.IsToLeave() && owners.Owns(OwnedKind.Role, ClusterRole.Webhooks))
        {
            await FinishAsync(cancellationToken);
        }

        if (!await owners.TakeRoleAsync(node, ClusterRole.Webhooks, cancellationToken))
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

    /// <summary>Before which nothing is sent to an endpoint that fails again and again.</summary>
    /// <param name="endpointId">Which.</param>
    /// <param name="until">Null: it does not pause.</param>
    /// <returns>False: another node sends, and knows.</returns>
    public bool TryFindPause(Guid endpointId, out DateTimeOffset? until)
    {
        lock (_gate)
        {
            until = _queues.GetValueOrDefault(endpointId)?.PausedUntil;
        }

        return owners.Owns(OwnedKind.Role, ClusterRole.Webhooks);
    }

    public override void Dispose()
    {
        _breakOff.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var recording = recorder.RunAsync(Recorded, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryAsync(stoppingToken);
            await signal.WaitAsync(Interval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await FinishAsync(CancellationToken.None);
        await _breakOff.CancelAsync();
        await IdleAsync();
        recorder.Complete();
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
            while (hasBegun && node.MayBegin && !cancellationToken.IsCancellationRequested)
            {
                hasBegun = false;
                foreach (var (id, queue) in _queues)
                {
                    if (active.TryGetValue(id, out var endpoint) && queue.MayBegin(clock.GetUtcNow()) && HasRoom(queue.IsProven))
                    {
                        _inFlight++;
                        _unproven += queue.IsProven ? 0 : 1;
                        _ = SendAsync(endpoint, queue, queue.Begin(), queue.IsProven);
                        hasBegun = true;
                    }
                }
            }
        }
    }

    private bool HasRoom(bool isProven) => _inFlight < options.Value.MaxInFlight && (isProven || _unproven < options.Value.MaxInFlight / 2);

    private async Task SendAsync(EndpointInfo endpoint, EndpointQueue queue, DueDelivery delivery, bool wasProven)
    {
        // Not while the lock is held
        await Task.Yield();
        WebhookAnswer? answer = null;
        try
        {
            answer = await post.SendAsync(endpoint, delivery.EventId, delivery.Body, _breakOff.Token);
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
                TellIdle();
                return;
            }

            queue.Answered(answer, clock.GetUtcNow());
        }

        recorder.Add(new PostResult(endpoint, delivery, answer));
    }

    // Whether it is on the disk or could not be put there: what is due is read again
    private void Recorded(IReadOnlyList<PostResult> results)
    {
        lock (_gate)
        {
            foreach (var result in results)
            {
                _queues.GetValueOrDefault(result.Endpoint.Id)?.End(result.Delivery.Id);
            }

            TellIdle();
        }

        signal.Set();
    }

    // Who answers at once is not told a second time by the next start, or by the node that follows
    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        Forget();
        await IdleAsync().WaitAsync(ToAnswer, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Ends when nothing is held.</summary>
    private Task IdleAsync()
    {
        lock (_gate)
        {
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var idle = _idle.Task;
            TellIdle();
            return idle;
        }
    }

    private void TellIdle()
    {
        if (_idle is { } idle && _queues.Values.All(q => q.IsIdle))
        {
            _idle = null;
            idle.SetResult();
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

            TellIdle();
        }
    }
}
