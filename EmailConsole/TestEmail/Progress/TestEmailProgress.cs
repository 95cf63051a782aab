using EmailConsole.Delivery;

namespace EmailConsole.TestEmail.Progress;

/// <summary>
/// Collects what a test reports, from any thread, for a page that looks when it has time: however much is reported, one
/// look shows it all.
/// </summary>
internal sealed class TestEmailProgress(TimeProvider time) : ITestEmailListener
{
    private const int MaxLines = 500;
    private const int MaxLineLength = 1000;

    private readonly Lock _gate = new();
    private readonly List<StageProgress> _stages = [];
    private readonly List<TranscriptLine> _transcript = [];
    private TaskCompletionSource _changed = NewSignal();
    private long _stageStarted;

    /// <summary>Completes with the next change; take it before looking.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>All stages known so far, in order; the running one with its time up to now.</summary>
    public IReadOnlyList<StageProgress> Stages()
    {
        lock (_gate)
        {
            return [.. _stages.Select(s => s.State == StageState.Running ? s with { Elapsed = time.GetElapsedTime(_stageStarted) } : s)];
        }
    }

    public IReadOnlyList<TranscriptLine> Transcript()
    {
        lock (_gate)
        {
            return [.. _transcript];
        }
    }

    public void Prepared(IReadOnlyList<DeliveryStage> stages) => Change(() => _stages.AddRange(stages.Select(s => new StageProgress(s))));

    public void StageStarted(DeliveryStage stage) => Change(() =>
    {
        _stageStarted = time.GetTimestamp();
        Set(new StageProgress(stage, StageState.Running));
    });

    public void StagePassed(DeliveryStage stage, string detail, TimeSpan elapsed, string? warning) =>
        Change(() => Set(new StageProgress(stage, StageState.Passed, detail, elapsed, warning)));

    public void StageFailed(DeliveryFailure failure, TimeSpan elapsed) =>
        Change(() => Set(failure.Kind == DeliveryFailureKind.Cancelled
            ? new StageProgress(failure.Stage, StageState.Cancelled, null, elapsed)
            : new StageProgress(failure.Stage, StageState.Failed, null, elapsed, null, failure)));

    /// <summary>Nothing more will be reported: what runs has failed.</summary>
    public void Stop() => Change(() =>
    {
        if (_stages.Find(s => s.State == StageState.Running) is { } running)
        {
            Set(running with { State = StageState.Failed, Elapsed = time.GetElapsedTime(_stageStarted) });
        }
    });

    public void Transcript(bool fromServer, string line) => Change(() =>
    {
        if (_transcript.Count < MaxLines)
        {
            _transcript.Add(new TranscriptLine(fromServer, line.Length > MaxLineLength ? line[..MaxLineLength] + "…" : line));
        }
        else if (_transcript.Count == MaxLines)
        {
            _transcript.Add(new TranscriptLine(fromServer, "… (the rest is left out)"));
        }
    });

    private void Set(StageProgress progress)
    {
        var at = _stages.FindIndex(s => s.Stage == progress.Stage);
        if (at < 0)
        {
            at = _stages.FindIndex(s => s.State == StageState.Pending);
            at = at < 0 ? _stages.Count : at;
            _stages.Insert(at, progress);
        }
        else
        {
            _stages[at] = progress;
        }

        for (var i = 0; i < at; i++)
        {
            if (_stages[i].State == StageState.Pending)
            {
                _stages[i] = _stages[i] with { State = StageState.Skipped };
            }
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            change();
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
