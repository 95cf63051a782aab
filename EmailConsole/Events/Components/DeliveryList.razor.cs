using System.Text.Json;
using EmailConsole.Events.Managing;
using EmailConsole.Persistence;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace EmailConsole.Events.Components;

/// <summary>What was last told an endpoint, with answer and time; one of them open with all of it. Read anew when somebody asks: nothing moves under the cursor.</summary>
public sealed partial class DeliveryList
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private List<DeliveryRow>? _rows;
    private DeliveryStory? _story;
    private string? _body;
    private string? _said;
    private bool _onlyFailed;
    private bool _hasMore;
    private bool _hasFailed;
    private int _shownRound;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    /// <summary>The endpoint, as it was shown.</summary>
    [Parameter, EditorRequired]
    public EndpointRow Seen { get; set; } = default!;

    /// <summary>Of the page Deliveries of the tenant.</summary>
    [Parameter, EditorRequired]
    public string DeliveriesHref { get; set; } = "";

    /// <summary>Another one: something was sent by hand.</summary>
    [Parameter]
    public int Round { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private ViewWebhooks View { get; set; } = default!;

    [Inject]
    private ReplayWebhooks Again { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        if (_rows is null || _shownRound != Round)
        {
            _shownRound = Round;
            await ReadAsync();
        }
    }

    private async Task FilterAsync(bool onlyFailed)
    {
        (_onlyFailed, _story) = (onlyFailed, null);
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        if (await PageAsync(null) is { } found)
        {
            _rows = [.. found];
        }
    }

    private async Task MoreAsync()
    {
        if (await PageAsync(_rows![^1]) is { } found)
        {
            _rows!.AddRange(found);
        }
    }

    private async Task<IReadOnlyList<DeliveryRow>?> PageAsync(DeliveryRow? before)
    {
        try
        {
            var found = await View.DeliveriesAsync((await Authentication).User, TenantDomain, Seen.Id, _onlyFailed, before, CancellationToken.None);
            if (found is null)
            {
                Navigation.Refresh(forceReload: true);
                return null;
            }

            (_hasMore, _hasFailed) = (found.Count == ViewWebhooks.Page, false);
            return found;
        }
        catch (Exception e) when (DatabaseFaults.IsCauseOf(e))
        {
            _hasFailed = true;
            return null;
        }
    }

    private async Task OpenAsync(Guid id)
    {
        _said = null;
        _story = _story?.Row.Id == id ? null : await View.FindAsync((await Authentication).User, TenantDomain, id, CancellationToken.None);
        _body = _story is null ? null : JsonSerializer.Serialize(JsonDocument.Parse(_story.Body).RootElement, Indented);
    }

    private async Task ReplayAsync(Guid id)
    {
        var result = await Again.OneAsync((await Authentication).User, TenantDomain, id, CancellationToken.None);
        if (result is WebhookResult.Denied)
        {
            Navigation.Refresh(forceReload: true);
            return;
        }

        _said = EventWords.Problem(result) ?? "It is sent again.";
        await ReadAsync();
    }
}
