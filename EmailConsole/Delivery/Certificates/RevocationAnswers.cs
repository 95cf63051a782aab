using EmailConsole.Delivery.Network;
using EmailConsole.Persistence;

namespace EmailConsole.Delivery.Certificates;

/// <summary>
/// Keeps what authorities said of certificates, asks once for all who want to know the same, and lets nobody wait for long.
/// </summary>
/// <param name="threads">How many look-ups run at a time: each holds its thread for as long as the authority likes.</param>
/// <param name="clock">For the time limit, and the age of an answer.</param>
internal sealed class RevocationAnswers(int threads, TimeProvider clock) : IDisposable
{
    /// <summary>How long a look-up is waited for, by all who ask together.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    // Also one that says nothing. Authorities publish for hours and days; what is revoked in haste shall be found soon
    private static readonly TimeSpan _kept = TimeSpan.FromMinutes(5);

    private const int MaxKept = 1_000;

    private readonly BlockingCalls _calls = new(threads);
    private readonly Lock _gate = new();
    private readonly BoundedCache<string, LookUp> _known = new(MaxKept, clock);

    /// <param name="certificate">Its fingerprint.</param>
    /// <param name="lookUp">Asks the authority; may outlive the wait by far.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see cref="RevocationStatus.Unknown"/> where there is no answer in time.</returns>
    public async Task<RevocationStatus> AskAsync(string certificate, Func<RevocationStatus> lookUp, CancellationToken cancellationToken)
    {
        var asked = Find(certificate, lookUp);
        var left = Limit - clock.GetElapsedTime(asked.Since);
        try
        {
            return await asked.Answer.Value.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return RevocationStatus.Unknown;
        }
    }

    public void Dispose()
    {
        _calls.Dispose();
        _known.Dispose();
    }

    private LookUp Find(string certificate, Func<RevocationStatus> lookUp)
    {
        lock (_gate)
        {
            if (!_known.TryGet(certificate, out var asked))
            {
                // Without an end as long as it is under way: another one would only hold another thread
                _known.Set(certificate, asked = new LookUp(clock.GetTimestamp(), self => RunAsync(certificate, self, lookUp)));
            }

            return asked;
        }
    }

    private async Task<RevocationStatus> RunAsync(string certificate, LookUp asked, Func<RevocationStatus> lookUp)
    {
        try
        {
            var status = await _calls.RunAsync(lookUp, () => clock.GetElapsedTime(asked.Since) < Limit);
            _known.Set(certificate, asked, _kept);
            return status;
        }
        catch
        {
            // There is no answer to be kept
            _known.Remove(certificate);
            throw;
        }
    }

    private sealed class LookUp
    {
        public LookUp(long since, Func<LookUp, Task<RevocationStatus>> run)
        {
            Since = since;
            Answer = new Lazy<Task<RevocationStatus>>(() => run(this));
        }

        public long Since { get; }

        public Lazy<Task<RevocationStatus>> Answer { get; }
    }
}
