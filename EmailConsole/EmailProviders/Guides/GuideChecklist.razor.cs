using Microsoft.AspNetCore.Components;

namespace EmailConsole.EmailProviders.Guides;

/// <summary>A provider's guide as a checklist. What is ticked is remembered for each guide while the component lives.</summary>
public sealed partial class GuideChecklist
{
    private readonly string _titleId = $"guide-{Guid.NewGuid():N}";
    private readonly Dictionary<string, HashSet<int>> _done = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int?> _open = new(StringComparer.Ordinal);

    /// <summary><c>gmail</c>, <c>microsoft365</c>; anything else shows nothing.</summary>
    [Parameter, EditorRequired]
    public string? GuideId { get; set; }

    /// <summary>The form as it is now, for the commands.</summary>
    [Parameter, EditorRequired]
    public EmailProviderSettings Settings { get; set; } = new();

    private Guide? Guide => GuideLibrary.Find(GuideId);

    private HashSet<int> Done => _done.TryGetValue(GuideId!, out var done) ? done : _done[GuideId!] = [];

    // Until somebody opens another one, the first step is open
    private bool IsOpen(int step) => _open.GetValueOrDefault(GuideId!, 0) == step;

    private void Toggle(int step) => _open[GuideId!] = IsOpen(step) ? null : step;

    private void Tick(int step, bool isDone)
    {
        if (!isDone)
        {
            Done.Remove(step);
            return;
        }

        Done.Add(step);
        if (IsOpen(step))
        {
            var next = Enumerable.Range(step + 1, Guide!.Steps.Count - step - 1).Where(i => !Done.Contains(i)).ToList();
            _open[GuideId!] = next.Count > 0 ? next[0] : null;
        }
    }

    private static Dictionary<string, object?> NameOf(GuideSection step) => new(StringComparer.Ordinal) { ["aria-label"] = $"Done: {step.Title}" };
}
