using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace EmailConsole.EmailProviders.Guides;

/// <summary>A provider's guide as a checklist. What is ticked is kept for each tenant and guide (<see cref="GuideTicks"/>).</summary>
public sealed partial class GuideChecklist
{
    private readonly string _titleId = $"guide-{Guid.NewGuid():N}";
    private readonly Dictionary<string, HashSet<int>> _done = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int?> _open = new(StringComparer.Ordinal);

    /// <summary><c>gmail</c>, <c>microsoft365</c>; anything else shows nothing.</summary>
    [Parameter, EditorRequired]
    public string? GuideId { get; set; }

    /// <summary>Whose set-up it is.</summary>
    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    /// <summary>The form as it is now, for the commands.</summary>
    [Parameter, EditorRequired]
    public EmailProviderSettings Settings { get; set; } = new();

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    private GuideTicks Ticks => new(Js, TenantDomain);

    private Guide? Guide => GuideLibrary.Find(GuideId);

    private HashSet<int> Done => _done.TryGetValue(GuideId!, out var done) ? done : _done[GuideId!] = [];

    // Until somebody opens another one, the first step that is not done is open
    private bool IsOpen(int step) => (_open.TryGetValue(GuideId!, out var open) ? open : FirstOpen()) == step;

    private int? FirstOpen() => Enumerable.Range(0, Guide!.Steps.Count).Where(step => !Done.Contains(step)).Select(step => (int?)step).FirstOrDefault();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (GuideId is { } id && Guide is { } guide && _read.Add(id))
        {
            var kept = await Ticks.FindAsync(id, guide.Steps.Count);
            if (kept.Count > 0)
            {
                (_done.TryGetValue(id, out var done) ? done : _done[id] = []).UnionWith(kept);
                StateHasChanged();
            }
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

        return Ticks.KeepAsync(GuideId!, Done);
    }

    private static Dictionary<string, object?> NameOf(GuideSection step) => new(StringComparer.Ordinal) { ["aria-label"] = $"Done: {step.Title}" };
}
