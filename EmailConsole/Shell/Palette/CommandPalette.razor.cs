using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace EmailConsole.Shell.Palette;

/// <summary>Leads to any page, tenant, person and message by a few letters.</summary>
public sealed partial class CommandPalette : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(80);

    private readonly CancellationTokenSource _gone = new();
    private CancellationTokenSource? _search;
    private Task _searching = Task.CompletedTask;
    private IReadOnlyList<PaletteEntry> _entries = [];
    private bool _isSearching;
    private int _active;

    public static DialogOptions Options { get; } = new()
    {
        NoHeader = true,
        CloseOnEscapeKey = true,
        BackdropClick = true,
        Position = DialogPosition.TopCenter,
        MaxWidth = MaxWidth.Small,
        FullWidth = true,
    };

    /// <summary>The tenant whose pages are shown; null: the person's own.</summary>
    [Parameter]
    public string? TenantDomain { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private FindEntries Entries { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private string State => _isSearching || _entries.Count == 0
        ? _isSearching ? "" : "Nothing of that name that you may see. A tenant and a person are found by how they begin, a message by its whole id."
        : $"{_entries.Count} found. Arrows choose, Enter opens.";

    public void Dispose()
    {
        _gone.Cancel();
        _search?.Dispose();
        _gone.Dispose();
    }

    protected override Task OnInitializedAsync() => SearchAsync("", _gone.Token);

    private static string OptionId(int index) => $"palette-option-{index}";

    private Task OnInputAsync(ChangeEventArgs e)
    {
        _search?.Cancel();
        _search?.Dispose();
        _search = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        _searching = SearchAsync(e.Value as string ?? "", _search.Token);
        return _searching;
    }

    private async Task SearchAsync(string text, CancellationToken cancellationToken)
    {
        _isSearching = true;
        try
        {
            await Task.Delay(text.Length == 0 ? TimeSpan.Zero : Pause, Time, cancellationToken);
            var person = (await Authentication).User;
            var entries = await Entries.HandleAsync(person, TenantDomain, text, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            (_entries, _active, _isSearching) = (entries, 0, false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Typed on, or closed
        }
    }

    private async Task OnKeyAsync(KeyboardEventArgs e)
    {
        switch (e.Key)
        {
            case "ArrowDown" when _entries.Count > 0:
                _active = (_active + 1) % _entries.Count;
                break;
            case "ArrowUp" when _entries.Count > 0:
                _active = (_active + _entries.Count - 1) % _entries.Count;
                break;
            case "Enter":
                // What was typed just now, not what was found before
                await _searching;
                if (_active < _entries.Count)
                {
                    Go(_entries[_active]);
                }

                break;
        }
    }

    private void Go(PaletteEntry entry)
    {
        Dialog.Close();
        Navigation.NavigateTo(entry.Address, new NavigationOptions { ForceLoad = entry.LeavesConsole, HistoryEntryState = entry.Search });
    }
}
