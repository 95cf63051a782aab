namespace EmailConsole.Events.Posting;

/// <summary>A delivery that is due.</summary>
internal sealed record DueDelivery(Guid Id, Guid EventId, int Attempts, DateTimeOffset Since, byte[] Body);

/// <summary>
/// What is due of one endpoint, and how it fares: four requests at a time where it answers well, one where it is not known to, none while it asks for
/// peace or fails again and again. Not thread-safe: its owner's lock holds it.
/// </summary>
/// <param name="version">Of the endpoint.</param>
internal sealed class EndpointQueue(Guid version)
{
    public const int MostInFlight = 4;

    private const int FailuresUntilPause = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly Queue<DueDelivery> _due = new();
    private readonly HashSet<Guid> _held = [];
    private int _failures;
    private Guid _version = version;

    /// <summary>It has answered well, and has not failed since.</summary>
    public bool IsProven { get; private set; }

    public int InFlight { get; private set; }

    /// <summary>Nothing is begun before then; null: it does not pause.</summary>
    public DateTimeOffset? PausedUntil { get; private set; }

    /// <summary>What is in memory, not recorded yet what is under way: to be taken no second time.</summary>
    public IReadOnlyCollection<Guid> Held => _held;

    public bool IsIdle => _held.Count == 0;

    /// <summary>Nothing more of it is in memory to begin with.</summary>
    public bool NeedsMore(DateTimeOffset now) => _due.Count == 0 && !IsPaused(now) && InFlight < Most;

    public bool MayBegin(DateTimeOffset now) => _due.Count > 0 && !IsPaused(now) && InFlight < Most;

    private int Most => IsProven ? MostInFlight : 1;

    public void Add(IEnumerable<DueDelivery> deliveries)
    {
        foreach (var delivery in deliveries.Where(d => _held.Add(d.Id)))
        {
            _due.Enqueue(delivery);
        }
    }

    public DueDelivery Begin()
    {
        InFlight++;
        return _due.Dequeue();
    }

    /// <summary>Its result is recorded, or it was not sent.</summary>
    public void End(Guid id)
    {
        InFlight--;
        _held.Remove(id);
    }

    /// <summary>What was not begun is left where it is stored: the endpoint was changed, or is another node's to serve.</summary>
    public void Forget()
    {
        while (_due.TryDequeue(out var delivery))
        {
            _held.Remove(delivery.Id);
        }
    }

    public void Answered(WebhookAnswer answer, DateTimeOffset now)
    {
        IsProven = answer.IsGood;
        if (answer.IsGood)
        {
            (_failures, PausedUntil) = (0, null);
            return;
        }

        // Of one that asks for less the first pause comes at once
        _failures = answer.AsksForLess ? Math.Max(_failures + 1, FailuresUntilPause) : _failures + 1;
        if (_failures >= FailuresUntilPause)
        {
            var pause = FirstPause * Math.Pow(2, Math.Min(_failures - FailuresUntilPause, 10));
            var until = now + (pause < LongestPause ? pause : LongestPause);
            PausedUntil = answer.RetryAfter > until ? answer.RetryAfter : until;
        }
    }

    /// <summary>Where somebody has changed it, or wants to see it tried, what was known of it does not count any more.</summary>
    public void IsNow(Guid current)
    {
        if (_version != current)
        {
            (_version, _failures, PausedUntil) = (current, 0, null);
        }
    }

    private bool IsPaused(DateTimeOffset now) => now < PausedUntil;
}
