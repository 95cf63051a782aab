namespace EmailConsole.SmtpServing;

/// <summary>
/// Slows clients that make one mistake after another. What such a client holds meanwhile is its connection, and of all clients only so many
/// are held at once: whoever comes on top of these is not waited for. One for all connections of a server. Thread-safe.
/// </summary>
internal sealed class MistakePauses(SmtpRules rules, TimeProvider time)
{
    private readonly Lock _gate = new();
    private int _held;

    /// <summary>Connections that are held at this moment.</summary>
    public int Held
    {
        get
        {
            lock (_gate)
            {
                return _held;
            }
        }
    }

    /// <param name="stopping">Ends it early.</param>
    /// <returns>False: as many are held already as may be, and this one was not.</returns>
    public async ValueTask<bool> TryWaitAsync(CancellationToken stopping)
    {
        Task pause;
        lock (_gate)
        {
            if (_held == rules.PausedConnections)
            {
                return false;
            }

            _held++;
            pause = Task.Delay(rules.Pause, time, stopping);
        }

        await pause.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _held--;
        }

        return true;
    }
}
