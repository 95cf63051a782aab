namespace EmailConsole.Accounts.SignIn;

/// <summary>
/// Bounds how many passwords are hashed at once to half of the processors: each costs one some 100 ms, and the other half is for
/// the APIs and the mail. Others wait, known clients first, up to ten seconds. Thread-safe.
/// </summary>
internal sealed class HashTurns(TimeProvider time)
{
    private const int MaxWaiting = 512;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _known = [];
    private readonly LinkedList<TaskCompletionSource> _others = [];
    private int _free = Limit;

    /// <summary>How many hash at once.</summary>
    public static int Limit => Math.Max(1, Environment.ProcessorCount / 2);

    /// <returns>The turn, which ends when it is disposed of; null: too many wait, or it took too long.</returns>
    public async Task<IDisposable?> TakeAsync(bool isKnown, CancellationToken cancellationToken)
    {
        var queue = isKnown ? _known : _others;
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                return new Turn(this);
            }

            if (queue.Count >= MaxWaiting)
            {
                return null;
            }

            queue.AddLast(waiter);
        }

        try
        {
            await waiter.Task.WaitAsync(Patience, time, cancellationToken);
            return new Turn(this);
        }
        catch (TimeoutException)
        {
            GiveUp(queue, waiter);
            return null;
        }
        catch (OperationCanceledException)
        {
            GiveUp(queue, waiter);
            throw;
        }
    }

    // The turn may have come at the very moment
    private void GiveUp(LinkedList<TaskCompletionSource> queue, TaskCompletionSource waiter)
    {
        lock (_lock)
        {
            if (queue.Remove(waiter))
            {
                return;
            }
        }

        End();
    }

    private void End()
    {
        lock (_lock)
        {
            if ((_known.First ?? _others.First) is { } next)
            {
                next.List!.Remove(next);
                next.Value.SetResult();
            }
            else
            {
                _free++;
            }
        }
    }

    private sealed class Turn(HashTurns turns) : IDisposable
    {
        private HashTurns? _turns = turns;

        public void Dispose() => Interlocked.Exchange(ref _turns, null)?.End();
    }
}
