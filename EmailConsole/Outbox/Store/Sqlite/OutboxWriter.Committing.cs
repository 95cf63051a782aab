using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>One transaction for what has gathered, on the writer's thread, and who is told what became of it.</summary>
internal sealed partial class OutboxWriter
{
    private OutboxSession? _session;
    private volatile bool _isFailing;

    /// <summary>Whether the database refused the last transaction.</summary>
    public bool IsFailing => _isFailing;

    private OutboxSession Open() => new(location.ConnectionString, options.Value.LockTimeout);

    private void Commit(IReadOnlyList<OutboxWrite> group)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            _session ??= Open();
            _session.Begin();
            foreach (var write in group)
            {
                write.Execute(_session);
            }

            _session.Commit();
        }
        catch (SqliteException e) when (OutboxConnection.IsOfTheDatabase(e))
        {
            Abandon();
            if (!_isFailing)
            {
                _isFailing = true;
                LogUnavailable(e.Message, e);
            }

            Fail(group, new OutboxUnavailableException(e.Message, e));
            return;
        }
        catch (Exception e)
        {
            Abandon();
            CommitEach(group, e);
            return;
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        Finish(group, _session);
        telemetry.Committed(elapsed, _session.Finished);
    }

    // One of them cannot be written; the others must not suffer for it
    private void CommitEach(IReadOnlyList<OutboxWrite> group, Exception exception)
    {
        if (group.Count == 1)
        {
            LogUnexpected(exception);
            Fail(group, exception);
            return;
        }

        foreach (var write in group)
        {
            Commit([write]);
        }
    }

    private void Finish(IReadOnlyList<OutboxWrite> group, OutboxSession session)
    {
        if (_isFailing)
        {
            _isFailing = false;
            LogRecovered();
        }

        tally.Apply(session.Touched, session.Counted, session.Sized);
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

    private static void Fail(IReadOnlyList<OutboxWrite> group, Exception exception)
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
