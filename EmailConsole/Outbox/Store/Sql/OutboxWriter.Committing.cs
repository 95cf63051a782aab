using System.Diagnostics;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>One transaction for what has gathered, on the writer's thread, and who is told what became of it.</summary>
internal sealed partial class OutboxWriter
{
    private const int MaxConflicts = 8;

    private OutboxSession? _session;
    private volatile bool _isFailing;

    /// <summary>Whether the database refused the last transaction.</summary>
    public bool IsFailing => _isFailing;

    private OutboxSession Open() => database.OpenSession(options.Value.LockTimeout, events);

    private void Commit(IReadOnlyList<OutboxWrite> group, int conflicts = 0)
    {
        var start = Stopwatch.GetTimestamp();
        var readings = tally.Readings();
        try
        {
            _session ??= Open();
            _session.Begin(group);
            foreach (var write in group)
            {
                write.Execute(_session);
            }

            _session.Commit();
        }
        catch (Exception e)
        {
            Abandon();
            GiveUp(group, e, conflicts);
            return;
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        Finish(group, _session, readings);
        telemetry.Committed(elapsed, _session.Finished);
    }

    private void GiveUp(IReadOnlyList<OutboxWrite> group, Exception exception, int conflicts)
    {
        switch (database.FaultOf(exception))
        {
            case SqlFault.Conflict when conflicts < MaxConflicts:
                // Twice together: with fewer in it, a transaction meets fewer others
                if (conflicts == 0 || group.Count == 1)
                {
                    Commit(group, conflicts + 1);
                }
                else
                {
                    CommitEach(group, conflicts + 1);
                }

                break;
            case SqlFault.Statement when group.Count > 1:
                // One of them cannot be written; the others must not suffer for it
                CommitEach(group, conflicts);
                break;
            case SqlFault.Statement:
                LogUnexpected(exception);
                Fail(group, exception);
                break;
            default:
                if (!_isFailing)
                {
                    _isFailing = true;
                    LogUnavailable(exception.Message, exception);
                }

                FailWhoHaveWaited(group, exception, conflicts);
                break;
        }
    }

    // In a group that waits for a lock some came later than others
    private void FailWhoHaveWaited(IReadOnlyList<OutboxWrite> group, Exception exception, int conflicts)
    {
        var enough = options.Value.LockTimeout * 0.9;
        var patient = database.IsLocked(exception) ? group.Where(write => write.Waited < enough).ToList() : [];
        Fail(group.Except(patient), new OutboxUnavailableException(exception.Message, exception));
        if (patient.Count > 0)
        {
            Commit(patient, conflicts);
        }
    }

    private void CommitEach(IReadOnlyList<OutboxWrite> group, int conflicts)
    {
        foreach (var write in group)
        {
            Commit([write], conflicts);
        }
    }

    private void Finish(IReadOnlyList<OutboxWrite> group, OutboxSession session, long readings)
    {
        if (_isFailing)
        {
            _isFailing = false;
            LogRecovered();
        }

        tally.Apply(readings, session.Touched, session.Counted, session.Sized);
        if (session.HasEvents)
        {
            events.Written();
        }

        foreach (var write in group)
        {
            try
            {
                write.Committed();
            }
            catch (Exception e)
            {
                // A listener's defect: it is on the disk, and the next one must be told
                LogUnexpected(e);
            }
        }
    }

    private static void Fail(IEnumerable<OutboxWrite> group, Exception exception)
    {
        foreach (var write in group)
        {
            write.Fail(exception);
        }
    }

    private void Abandon()
    {
        if (_session is not null && !_session.TryRollback())
        {
            _session.Dispose();
            _session = null;
        }
    }
}
