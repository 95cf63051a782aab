using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.TestEmail.Progress;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;

namespace EmailConsole.TestEmail.Components;

/// <summary>Tests the stored settings of each provider of a tenant, one after another. Ends with the panel.</summary>
public sealed partial class TestAllPanel : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(60);

    private IReadOnlyList<Run> _runs = [];
    private CancellationTokenSource? _running;
    private string _to = "";
    private string? _toError;
    private string _announced = "";
    private bool _wasOpen;

    /// <summary>The tenant whose providers are tested.</summary>
    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    /// <summary>In order.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<StoredEmailProvider> Entries { get; set; } = [];

    /// <summary>The address of the signed-in person.</summary>
    [Parameter]
    public string? DefaultRecipient { get; set; }

    [Parameter]
    public bool Open { get; set; }

    [Parameter]
    public EventCallback<bool> OpenChanged { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private SendTestEmail Sender { get; set; } = default!;

    [Inject]
    private ILogger<TestAllPanel> Logger { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private bool IsRunning => _running is not null;

    public void Dispose() => Abandon();

    protected override void OnParametersSet()
    {
        if (Open && !_wasOpen)
        {
            (_to, _toError, _runs, _announced) = (DefaultRecipient ?? "", null, [], "");
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
        _running = running;
        _toError = null;
        _announced = "";
        _runs = [.. Entries.Select(e => new Run(e))];
        foreach (var run in _runs)
        {
            await TestAsync(run, running);
            if (_running != running || running.IsCancellationRequested || _toError is not null)
            {
                break;
            }
        }

        if (_running == running)
        {
            _running = null;
            _announced = _toError is null ? $"{_runs.Count(r => r.IsTaken)} of {_runs.Count} have taken the test email." : "";
        }
    }

    private async Task TestAsync(Run run, CancellationTokenSource running)
    {
        var progress = new TestEmailProgress(Time);
        run.Starts();
        try
        {
            var person = (await Authentication).User;
            var request = new TestEmailRequest(_to.Split(','), Draft: null) { Entry = run.Entry.Id };

            // Off the circuit's own context: whatever the sender does, the page stays awake
            var sending = Task.Run(() => Sender.SendAsync(person, TenantDomain, request, progress, running.Token));
            while (!sending.IsCompleted && _running == running)
            {
                var changed = progress.Changed;
                run.Stages = progress.Stages();
                StateHasChanged();
                await Task.WhenAny(sending, changed);
                await Task.WhenAny(sending, Task.Delay(BetweenLooks, Time, CancellationToken.None));
            }

            var result = await sending;
            run.Ends(result is TestEmailResult.InvalidRecipients ? null : result, progress.Stages());
            _toError = (result as TestEmailResult.InvalidRecipients)?.Message;
            _runs = _toError is null ? _runs : [];
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

    // The run ends by itself and finds that nobody looks any more
    private void Abandon()
    {
        var running = _running;
        _running = null;
        running?.Cancel();
    }

    private void SetTo(string value)
    {
        _to = value ?? "";
        _toError = null;
    }

    private Task CancelAsync() => _running?.CancelAsync() ?? Task.CompletedTask;

    private Task SetOpenAsync(bool open) => open == Open ? Task.CompletedTask : OpenChanged.InvokeAsync(open);

    private Task OnKeyDownAsync(KeyboardEventArgs e) => e.Key == "Escape" && !IsRunning ? SetOpenAsync(false) : Task.CompletedTask;

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
