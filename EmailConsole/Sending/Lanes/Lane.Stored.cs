using EmailConsole.Outbox;

namespace EmailConsole.Sending.Lanes;

internal sealed partial class Lane
{
    /// <summary>Below so many ready messages the database is asked for more.</summary>
    private const int LowWater = 64;

    /// <summary>Contents that are decrypted at a time.</summary>
    private const int Step = 32;

    private readonly StoredWork[] _stored = [new(), new(), new()];
    private readonly HashSet<Guid> _skip = [];
    private readonly List<LaneItem> _expired = [];
    private long? _failedAt;
    private bool _isWorking;
    private bool _knowsNextDue;

    /// <summary>There was no room for what was found; one of those held must end first.</summary>
    private bool _isFull;

    /// <summary>The database has due work that was not handed over: a resend.</summary>
    public void WorkAvailable()
    {
        lock (_gate)
        {
            _usedAt = parts.Clock.GetTimestamp();
            LookAgain();
            StartWork();
        }
    }

    private bool NeedsWork => _expired.Count > 0 || !_knowsNextDue || _stored.Index().Any(s => NeedsLook((EmailPriority)s.Index));

    private bool NeedsLook(EmailPriority priority) =>
        _stored[(int)priority].HasMore && !_isFull && _queues.Count(priority) < LowWater;

    // By the time that passes: a clock that is set back must not make it long
    private bool IsResting => _failedAt is { } at && parts.Clock.GetElapsedTime(at) < AfterFault;

    private void LookAgain()
    {
        foreach (var stored in _stored)
        {
            stored.Missed();
        }
    }

    private void StartWork()
    {
        if (!_isWorking && !_isStopped && NeedsWork && !IsResting)
        {
            _isWorking = true;
            _ = Task.Run(WorkAsync);
        }
    }

    private async Task WorkAsync()
    {
        try
        {
            bool again;
            do
            {
                await ExpireAsync();
                await LookAsync();
                lock (_gate)
                {
                    again = NeedsWork && !_isStopped;
                    _isWorking = again;
                }
            }
            while (again);
        }
        catch (Exception e)
        {
            // A database that takes nothing is the writer's to tell, once for all
            if (e is not OutboxUnavailableException && !_closing.IsCancellationRequested)
            {
                LogCannotRead(e, tenantId);
            }

            lock (_gate)
            {
                _isWorking = false;
                _failedAt = parts.Clock.GetTimestamp();
                WakeBy(parts.Clock.GetUtcNow() + AfterFault);
            }
        }

        Worked();
    }

    private async Task ExpireAsync()
    {
        List<LaneItem> expired;
        lock (_gate)
        {
            expired = [.. _expired];
        }

        if (expired.Count > 0)
        {
            await parts.Outbox.ExpireAsync([.. expired.Select(i => i.Email.Id)], WhyWaiting);
            lock (_gate)
            {
                foreach (var item in expired.Where(_expired.Remove))
                {
                    _taken--;
                    Forget(item);
                }
            }
        }
    }

    private async Task LookAsync()
    {
        var now = parts.Clock.GetUtcNow();
        for (var priority = EmailPriority.High; priority <= EmailPriority.Bulk; priority++)
        {
            await LookAsync(priority, now);
        }

        if (!_knowsNextDue)
        {
            _knowsNextDue = true;
            if (await parts.Outbox.FindNextDueAsync(tenantId, now, _closing.Token) is { } next)
            {
                lock (_gate)
                {
                    WakeBy(next);
                }
            }
        }
    }

    private async Task LookAsync(EmailPriority priority, DateTimeOffset now)
    {
        List<Guid> holding;
        int max;
        lock (_gate)
        {
            if (!NeedsLook(priority) || _isStopped)
            {
                return;
            }

            _stored[(int)priority].BeginLook();
            _skip.Clear();
            _skip.UnionWith(parts.Withdrawn.Current());
            holding = [.. _held.Values.Where(i => i.Email.Priority == priority).Select(i => i.Email.Id), .. _unrecordable, .. _skip];
            max = (int)Math.Min(LaneQueues.Capacity - _queues.Count(priority), Math.Max(8, parts.Memory.Free / (16 * 1024)));
        }

        var found = await parts.Outbox.TakeDueAsync(tenantId, priority, max, now, holding, _closing.Token);
        var sawAll = found.Count < max;
        foreach (var some in found.Chunk(Step))
        {
            sawAll &= TakeIn(await parts.Outbox.LoadContentAsync(some, _closing.Token));
        }

        lock (_gate)
        {
            _stored[(int)priority].EndLook(sawAll);

            // What was due before a clock was set back is due later now
            _knowsNextDue &= !sawAll;
        }
    }

    /// <returns>False: there was no room for all.</returns>
    private bool TakeIn(IReadOnlyList<ReadyEmail> loaded)
    {
        var tookAll = true;
        Channels.ProviderChannel? channel;
        lock (_gate)
        {
            foreach (var content in loaded)
            {
                if (!_isStopped && !_skip.Contains(content.Waiting.Id))
                {
                    tookAll &= TryHold(new LaneItem(content.Waiting, content.Email, content.Failure));
                }
            }

            _isFull |= !tookAll;
            channel = NextRing();
        }

        Offer(channel);
        return tookAll;
    }
}
