using EmailConsole.Accounts.TenantManagement;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace EmailConsole.Accounts.Components;

/// <summary>The tenants: search, pages, add, deactivate, activate and delete.</summary>
public sealed partial class TenantTable : IDisposable
{
    private MudTable<TenantRow> _table = default!;
    private string _search = "";
    private bool _isFirst;
    private IReadOnlyList<TenantRow> _rows = [];
    private TenantOrder _order = TenantOrder.Health;
    private bool _isDescending = true;
    private HashSet<Guid> _listed = [];

    /// <summary>The address of a tenant's Email Provider page.</summary>
    [Parameter, EditorRequired]
    public Func<string, string> ProviderHref { get; set; } = default!;

    /// <summary>The address of a tenant's Deliveries page.</summary>
    [Parameter, EditorRequired]
    public Func<string, string> DeliveriesHref { get; set; } = default!;

    /// <summary>The address of a tenant's People page.</summary>
    [Parameter, EditorRequired]
    public Func<string, string> PeopleHref { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private ListTenants Tenants { get; set; } = default!;

    [Inject]
    private SetTenantActive Activation { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private async Task<TableData<TenantRow>> LoadAsync(TableState state, CancellationToken cancellationToken)
    {
        var person = (await Authentication).User;
        if (await Tenants.HandleAsync(person, Listing(state), cancellationToken) is not { } list)
        {
            Leave();
            return new TableData<TenantRow> { Items = [] };
        }

        var isFirst = _search.Length == 0 && !_isOnlyAttention && list is { Total: 1 } && list.Rows.All(row => row.IsSuper);
        var isNews = isFirst != _isFirst || _known is null;
        _isFirst = isFirst;
        _rows = list.Rows;
        await ReadLivesAsync(person, cancellationToken);

        // What stands around the table is drawn by itself
        if (isNews)
        {
            StateHasChanged();
        }

        _listed = [.. _known?.NeedingAttention ?? []];
        return new TableData<TenantRow> { Items = list.Rows, TotalItems = list.Total };
    }

    private IEnumerable<(TenantOrder Order, string Name)> Orders => Tenants.KnowsLives
        ? [(TenantOrder.Health, "Worst first"), (TenantOrder.Domain, "By domain"), (TenantOrder.LastMail, "Latest mail first"), (TenantOrder.Queued, "Most queued first"), (TenantOrder.State, "By state")]
        : [(TenantOrder.Domain, "By domain"), (TenantOrder.State, "By state")];

    private TenantListing Listing(TableState state) => new(_search, state.Page, state.PageSize)
    {
        Order = _order,
        IsDescending = _isDescending,
        OnlyNeedingAttention = _isOnlyAttention,
    };

    private Task SearchAsync(string? text)
    {
        _search = text ?? "";
        return ShowFirstAsync();
    }

    private Task SortAsync(string name)
    {
        var order = Enum.Parse<TenantOrder>(name);
        _isDescending = order == _order ? !_isDescending : StartsDescending(order);
        _order = order;
        return ShowFirstAsync();
    }

    private Task OrderAsync(ChangeEventArgs e)
    {
        _order = Enum.Parse<TenantOrder>((string)e.Value!);
        _isDescending = StartsDescending(_order);
        return ShowFirstAsync();
    }

    private static bool StartsDescending(TenantOrder order) => order is not (TenantOrder.Domain or TenantOrder.State);

    private Task ShowFirstAsync()
    {
        _table.NavigateTo(Page.First);
        return _table.ReloadServerData();
    }

    private async Task AddAsync()
    {
        var dialog = await Dialogs.ShowAsync<AddTenantDialog>("Add tenant", new DialogParameters<AddTenantDialog> { { dialog => dialog.ProviderHref, ProviderHref } }, ConsoleDialog.Options);
        if (await dialog.Result is { Canceled: false })
        {
            await _table.ReloadServerData();
        }
    }

    private async Task SetActiveAsync(TenantRow row)
    {
        if (row.IsActive && await Dialogs.ShowMessageBoxAsync(
            $"Deactivate {row.Domain}?",
            $"The people of {row.Domain} are signed out at once and cannot sign in, and its mail does not leave. Nothing is deleted; activate it again at any time.",
            yesText: "Deactivate",
            cancelText: "Cancel") != true)
        {
            return;
        }

        var result = await Activation.HandleAsync((await Authentication).User, row.Id, !row.IsActive, CancellationToken.None);
        switch (result)
        {
            case TenantResult.Changed changed:
                Snackbar.Add($"{row.Domain} is {(row.IsActive ? "deactivated" : "active again")}{(changed.IsEverywhere ? "" : ", in a few seconds everywhere")}.", Severity.Success);
                break;
            case TenantResult.Denied:
                Leave();
                return;
            default:
                Snackbar.Add($"{row.Domain} could not be changed: it is not there any more.", Severity.Warning);
                break;
        }

        await _table.ReloadServerData();
    }

    private async Task DeleteAsync(TenantRow row)
    {
        var parameters = new DialogParameters<DeleteTenantDialog>
        {
            { dialog => dialog.TenantId, row.Id },
            { dialog => dialog.Domain, row.Domain },
        };
        var dialog = await Dialogs.ShowAsync<DeleteTenantDialog>($"Delete {row.Domain}?", parameters, ConsoleDialog.Options);
        if (await dialog.Result is { Canceled: false })
        {
            Snackbar.Add($"{row.Domain} is deleted.", Severity.Success);
        }

        // Also where it was cancelled after a part of it: the tenant is inactive then
        await _table.ReloadServerData();
    }

    // The server answers again who may see what: with the sign-in page, or as for an address that does not exist
    private void Leave() => Navigation.Refresh(forceReload: true);

    private static string ProviderLabel(TenantProvider? provider) => provider switch
    {
        TenantProvider.Own => "Own",
        TenantProvider.SuperTenant => "Super tenant's",
        TenantProvider.OwnSender => "Super tenant's, own sender",
        TenantProvider.BeingReplaced => "Being replaced",
        _ => "None",
    };
}
