using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace EmailConsole.EmailProviders.Guides;

/// <summary>A provider's guide as a checklist. What is ticked is kept for the tenant (<see cref="IGuideTicks"/>).</summary>
public sealed partial class GuideChecklist : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private readonly string _titleId = $"guide-{Guid.NewGuid():N}";
    private readonly Dictionary<string, HashSet<int>> _done = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int?> _open = new(StringComparer.Ordinal);
    private bool _isKept = true;

    /// <summary><c>gmail</c>, <c>microsoft365</c>; anything else shows nothing.</summary>
    [Parameter, EditorRequired]
    public string? GuideId { get; set; }

    /// <summary>Whose set-up it is.</summary>
    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    /// <summary>The form as it is now, for the commands.</summary>
    [Parameter, EditorRequired]
    public EmailProviderSettings Settings { get; set; } = new();

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private IGuideTicks Ticks { get; set; } = default!;

    [Inject]
    private ILogger<GuideChecklist> Logger { get; set; } = default!;

    private Guide? Guide => GuideLibrary.Find(GuideId);

    private HashSet<int> Done => _done.TryGetValue(GuideId!, out var done) ? done : _done[GuideId!] = [];

    // Until somebody opens another one, the first step that is not done is open
    private bool IsOpen(int step) => (_open.TryGetValue(GuideId!, out var open) ? open : FirstOpen()) == step;

    private int? FirstOpen() => Enumerable.Range(0, Guide!.Steps.Count).Where(step => !Done.Contains(step)).Select(step => (int?)step).FirstOrDefault();

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (GuideId is { } id && Guide is { } guide && _read.Add(id))
        {
            await RunAsync(async person =>
            {
                var kept = await Ticks.FindAsync(person, TenantDomain, id, _gone.Token);
                (_done.TryGetValue(id, out var done) ? done : _done[id] = []).UnionWith(kept.Where(step => step < guide.Steps.Count));
            });
        }
    }

    private void Toggle(int step) => _open[GuideId!] = IsOpen(step) ? null : step;

    private Task TickAsync(int step, bool isDone)
    {
        if (!isDone)
        {
            Done.Remove(step);
        }
        else
        {
            // The next one that is not done opens where this one was open
            var wasOpen = IsOpen(step);
            Done.Add(step);
            if (wasOpen)
            {
                _open[GuideId!] = Enumerable.Range(step + 1, Guide!.Steps.Count - step - 1).Where(i => !Done.Contains(i)).Select(i => (int?)i).FirstOrDefault();
            }
        }

        return RunAsync(person => Ticks.KeepAsync(person, TenantDomain, GuideId!, step, isDone, _gone.Token));
    }

    private async Task RunAsync(Func<ClaimsPrincipal, Task> work)
    {
        try
        {
            await work((await Authentication).User);
            _isKept = true;
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page is gone
        }
        catch (Exception e)
        {
            // What is typed beside it must outlive a database that does not answer
            LogNotKept(Logger, e, TenantDomain);
            _isKept = false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ticks of a guide of {Tenant} could not be read or kept")]
    private static partial void LogNotKept(ILogger logger, Exception exception, string tenant);

    private static Dictionary<string, object?> NameOf(GuideSection step) => new(StringComparer.Ordinal) { ["aria-label"] = $"Done: {step.Title}" };
}
