using EmailConsole.Accounts.ApiKeys;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace EmailConsole.Accounts.Components;

/// <summary>The API keys of a tenant: create, see which are used, revoke.</summary>
public sealed partial class ApiKeyTable
{
    private MudTable<ApiKeyRow> _table = default!;
    private int _total;

    /// <summary>Of the route; any text.</summary>
    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private ManageApiKeys Keys { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private ConsoleAddress Address { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private async Task<TableData<ApiKeyRow>> LoadAsync(TableState state, CancellationToken cancellationToken)
    {
        if (await Keys.ListAsync((await Authentication).User, TenantDomain, cancellationToken) is not { } rows)
        {
            Leave();
            return new TableData<ApiKeyRow> { Items = [] };
        }

        _total = rows.Count;
        return new TableData<ApiKeyRow> { Items = rows.Skip(state.Page * state.PageSize).Take(state.PageSize), TotalItems = _total };
    }

    private async Task CreateAsync()
    {
        var dialog = await Dialogs.ShowAsync<CreateApiKeyDialog>(
            "Create API key",
            new DialogParameters<CreateApiKeyDialog> { { dialog => dialog.TenantDomain, TenantDomain } },
            ConsoleDialog.Wide);
        if (await dialog.Result is { Canceled: false })
        {
            await _table.ReloadServerData();
        }
    }

    private async Task UseAsync(ApiKeyRow row)
    {
        if (await Keys.FindEntranceAsync((await Authentication).User, TenantDomain, CancellationToken.None) is not { } entrance)
        {
            Leave();
            return;
        }

        await Dialogs.ShowAsync<KeyUseDialog>(
            $"Use {row.Name}",
            new DialogParameters<KeyUseDialog>
            {
                { dialog => dialog.TenantDomain, TenantDomain },
                { dialog => dialog.Row, row },
                { dialog => dialog.Entrance, entrance },
            },
            ConsoleDialog.Wide);
    }

    private async Task RevokeAsync(ApiKeyRow row)
    {
        var isSure = await Dialogs.ShowMessageBoxAsync(
            $"Revoke {row.Name}?",
            "Programs that use this key are refused from the next request on. A revoked key cannot be brought back; create another one instead.",
            yesText: "Revoke",
            cancelText: "Cancel");
        if (isSure != true)
        {
            return;
        }

        switch (await Keys.RevokeAsync((await Authentication).User, TenantDomain, row.Id, CancellationToken.None))
        {
            case ApiKeyResult.Revoked revoked:
                Snackbar.Add($"The key {revoked.Name} is revoked.", Severity.Success);
                break;
            case ApiKeyResult.Denied:
                Leave();
                return;
            default:
                Snackbar.Add("That key was revoked already.", Severity.Warning);
                break;
        }

        await _table.ReloadServerData();
    }

    // The server answers again who may see what: with the sign-in page, or as for an address that does not exist
    private void Leave() => Navigation.Refresh(forceReload: true);
}
