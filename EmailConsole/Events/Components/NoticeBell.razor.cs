using System.Globalization;
using EmailConsole.Events.Notices;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components;

namespace EmailConsole.Events.Components;

/// <summary>What needs attention in a tenant, causes before consequences; each entry leads to where something can be done. Looks at memory alone until that has changed.</summary>
public sealed partial class NoticeBell
{
    private IReadOnlyList<BellEntry> _entries = [];
    private BellVersion? _shown;
    private string? _watched;
    private bool _hasFailed;

    /// <summary>Whose matters.</summary>
    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    /// <summary>Of what that tenant's mail leaves by, as whoever looks may read it; null: not known.</summary>
    [Parameter]
    public ProviderHealth? Health { get; set; }

    [Inject]
    private ViewNotices View { get; set; } = default!;

    // A provider is known to fail before it is a notice, and the super tenant's is a notice of the super tenant's alone
    private IReadOnlyList<BellEntry> Entries => Health?.Failure is (var since, var cause) && !_entries.Any(e => e.IsOfProvider)
        ? [new BellEntry(TitleOf(Health), $"Since {NoticeWords.Time(since)}. {cause}", NoticeWords.ProviderPath(TenantDomain)), .. _entries]
        : _entries;

    private string Label => Entries.Count == 0
        ? "Notices: nothing needs you"
        : string.Create(CultureInfo.InvariantCulture, $"Notices: {Entries.Count} {(Entries.Count == 1 ? "needs" : "need")} you");

    protected override async Task OnParametersSetAsync()
    {
        if (_watched != TenantDomain)
        {
            (_watched, _shown, _entries) = (TenantDomain, null, []);
            await ReadAsync();
        }
    }

    private static string TitleOf(ProviderHealth health) => health switch
    {
        ProviderHealth.Paused => "Sending is paused",
        ProviderHealth.ByStandby standby => $"Mail leaves by {standby.Name}: the first provider fails",
        _ => "The email provider fails",
    };

    protected override async Task LookAsync()
    {
        if (View.Version != _shown)
        {
            await ReadAsync();
            StateHasChanged();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            var (domain, version) = (TenantDomain, View.Version);
            var entries = await View.ListAsync((await Authentication).User, domain, Gone);
            if (domain == _watched)
            {
                (_entries, _shown, _hasFailed) = (entries ?? [], version, false);
            }
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // The page is gone
        }
        catch (Exception e) when (DatabaseFaults.IsCauseOf(e))
        {
            // The rest of the page is of use without it; the next look tries again
            _hasFailed = true;
        }
    }
}
