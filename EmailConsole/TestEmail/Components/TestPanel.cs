using EmailConsole.TestEmail.Progress;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;

namespace EmailConsole.TestEmail.Components;

/// <summary>A panel from the right that sends test emails and shows how they fare. What runs ends with it.</summary>
public abstract class TestPanel : ComponentBase, IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private CancellationTokenSource? _running;

    /// <summary>The tenant whose providers are tested.</summary>
    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    /// <summary>The address of the signed-in person.</summary>
    [Parameter]
    public string? DefaultRecipient { get; set; }

    [Parameter]
    public bool Open { get; set; }

    [Parameter]
    public EventCallback<bool> OpenChanged { get; set; }

    [CascadingParameter]
    protected Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private protected SendTestEmail Sender { get; set; } = default!;

    [Inject]
    protected TimeProvider Time { get; set; } = default!;

    /// <summary>As typed: addresses, separated by commas.</summary>
    protected string To { get; private set; } = "";

    protected string? ToError { get; set; }

    protected bool IsRunning => _running is not null;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Abandon();
        }
    }

    /// <summary>From now on it runs, until it ends or is abandoned.</summary>
    protected void Begin(CancellationTokenSource running)
    {
        _running = running;
        ToError = null;
    }

    /// <summary>Whether this is what the panel shows; else it was abandoned.</summary>
    protected bool IsShown(CancellationTokenSource running) => _running == running;

    protected void End() => _running = null;

    /// <summary>The run ends by itself, and finds that nobody looks any more.</summary>
    protected void Abandon()
    {
        var running = _running;
        _running = null;
        running?.Cancel();
    }

    /// <summary>Off the circuit's own context: whatever the sender does, the page stays awake.</summary>
    /// <param name="request">What is tested.</param>
    /// <param name="progress">Of the test.</param>
    /// <param name="running">Ends it.</param>
    /// <param name="show">Called again and again until it has ended.</param>
    private protected async Task<TestEmailResult> SendAndShowAsync(TestEmailRequest request, TestEmailProgress progress, CancellationTokenSource running, Action show)
    {
        var person = (await Authentication).User;
        var sending = Task.Run(() => Sender.SendAsync(person, TenantDomain, request, progress, running.Token));
        while (!sending.IsCompleted && IsShown(running))
        {
            var changed = progress.Changed;
            show();
            StateHasChanged();
            using var waiting = new CancellationTokenSource();
            await Task.WhenAny(sending, changed, Task.Delay(Tick, Time, waiting.Token));
            await Task.WhenAny(sending, Task.Delay(BetweenLooks, Time, waiting.Token));
            await waiting.CancelAsync();
        }

        return await sending;
    }

    protected void SetTo(string? value)
    {
        To = value ?? "";
        ToError = null;
    }

    protected Task CancelAsync() => _running?.CancelAsync() ?? Task.CompletedTask;

    protected Task CloseAsync() => SetOpenAsync(false);

    protected Task SetOpenAsync(bool open) => open == Open ? Task.CompletedTask : OpenChanged.InvokeAsync(open);

    protected Task OnKeyDownAsync(KeyboardEventArgs e) => e.Key == "Escape" && !IsRunning ? CloseAsync() : Task.CompletedTask;
}
