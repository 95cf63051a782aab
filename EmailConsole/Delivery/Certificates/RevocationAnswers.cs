using EmailConsole.Delivery.Network;

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
    private readonly Dictionary<string, LookUp> _known = new(StringComparer.Ordinal);

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

    public void Dispose() => _calls.Dispose();

    private LookUp Find(string certificate, Func<RevocationStatus> lookUp)
    {
        lock (_gate)
        {
            if (_known.TryGetValue(certificate, out var known) && !IsOver(known))
            {
                return known;
            }

            MakeRoom();
            return _known[certificate] = new LookUp(clock.GetTimestamp(), asked => RunAsync(certificate, asked, lookUp));
        }
    }

    private async Task<RevocationStatus> RunAsync(string certificate, LookUp asked, Func<RevocationStatus> lookUp)
    {
        try
        {
            var status = await _calls.RunAsync(lookUp, () => clock.GetElapsedTime(asked.Since) < Limit);
            lock (_gate)
            {
                asked.EndedAt = clock.GetTimestamp();
            }

            return status;
        }
        catch
        {
            // There is no answer to be kept
            lock (_gate)
            {
                if (_known.GetValueOrDefault(certificate) == asked)
                {
                    _known.Remove(certificate);
                }
            }

            throw;
        }
    }

    private bool IsOver(LookUp known) => known.EndedAt is { } ended && clock.GetElapsedTime(ended) >= _kept;

    private void MakeRoom()
    {
        if (_known.Count < MaxKept)
        {
            return;
        }

        foreach (var (certificate, known) in _known.ToList())
        {
            if (IsOver(known))
            {
                _known.Remove(certificate);
            }
        }

        if (_known.Count >= MaxKept)
        {
            _known.Remove(_known.MinBy(k => k.Value.Since).Key);
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

        /// <summary>Null: under way.</summary>
        public long? EndedAt { get; set; }

        public Lazy<Task<RevocationStatus>> Answer { get; }
    }
}
