using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.TestEmail.Progress;
using Microsoft.AspNetCore.Components;

namespace EmailConsole.TestEmail.Components;

/// <summary>Tests the stored settings of each provider of a tenant, one after another.</summary>
public sealed partial class TestAllPanel
{
    private IReadOnlyList<Run> _runs = [];
    private string _announced = "";
    private bool _wasOpen;

    /// <summary>In order.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<StoredEmailProvider> Entries { get; set; } = [];

    [Inject]
    private ILogger<TestAllPanel> Logger { get; set; } = default!;

    protected override void OnParametersSet()
    {
        if (Open && !_wasOpen)
        {
            SetTo(DefaultRecipient);
            (_runs, _announced) = ([], "");
        }
        else if (!Open && _wasOpen)
        {
            Abandon();
        }

        _wasOpen = Open;
    }

    private async Task SendAsync()
    {
        if (IsRunning)
        {
            return;
        }

        using var running = new CancellationTokenSource();
        Begin(running);
        _announced = "";
        _runs = [.. Entries.Select(e => new Run(e))];
        foreach (var run in _runs)
        {
            await TestAsync(run, running);
            if (!IsShown(running) || running.IsCancellationRequested || ToError is not null)
            {
                break;
            }
        }

        if (IsShown(running))
        {
            End();
            _announced = ToError is null ? $"{_runs.Count(r => r.IsTaken)} of {_runs.Count} have taken the test email." : "";
        }
    }

    private async Task TestAsync(Run run, CancellationTokenSource running)
    {
        var progress = new TestEmailProgress(Time);
        run.Starts();
        try
        {
            var request = new TestEmailRequest(To.Split(','), Draft: null) { Entry = run.Entry.Id };
            var result = await SendAndShowAsync(request, progress, running, () => run.Stages = progress.Stages());
            run.Ends(result is TestEmailResult.InvalidRecipients ? null : result, progress.Stages());
            ToError = (result as TestEmailResult.InvalidRecipients)?.Message;
            _runs = ToError is null ? _runs : [];
        }
        catch (Exception e) when (e is not OperationCanceledException || !running.IsCancellationRequested)
        {
            // Unhandled it would end the circuit
            LogBroken(Logger, TenantDomain, e);
            progress.Stop();
            run.Ends(new TestEmailResult.Broken(Time.GetUtcNow()), progress.Stages());
        }

        _announced = $"{run.Entry.CalledName()}: {run.Words}";
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A test of all email providers of {TenantDomain} ended by an error.")]
    private static partial void LogBroken(ILogger logger, string tenantDomain, Exception exception);

    /// <summary>The test of one of them.</summary>
    private sealed class Run(StoredEmailProvider entry)
    {
        private bool _isRunning;

        public StoredEmailProvider Entry => entry;

        public IReadOnlyList<StageProgress> Stages { get; set; } = [];

        public TestEmailResult? Result { get; private set; }

        public bool IsTaken => Result is TestEmailResult.Finished { Outcome: DeliveryOutcome.Delivered };

        public string Words => Result switch
        {
            TestEmailResult.Finished { Outcome: DeliveryOutcome.Delivered } => "works",
            TestEmailResult.Finished { Outcome: DeliveryOutcome.Unknown } => "did not say whether it takes it",
            TestEmailResult.Finished or not null => "does not take it",
            _ when _isRunning => Stages.LastOrDefault(s => s.State == StageState.Running) is { } stage ? $"{TestEmailWords.Name(stage.Stage)} …" : "begins",
            _ => "to come",
        };

        public void Starts() => _isRunning = true;

        public void Ends(TestEmailResult? result, IReadOnlyList<StageProgress> stages) => (_isRunning, Result, Stages) = (false, result, stages);
    }
}
