using EmailConsole.Accounts.TenantManagement;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace EmailConsole.Accounts.Components;

/// <summary>Says what is lost with a tenant, and deletes it once its domain was typed.</summary>
public sealed partial class DeleteTenantDialog
{
    private string? _typed;
    private string? _problem;
    private bool _isBusy;

    [Parameter, EditorRequired]
    public Guid TenantId { get; set; }

    [Parameter, EditorRequired]
    public string Domain { get; set; } = "";

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private DeleteTenant Tenants { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ILogger<DeleteTenantDialog> Logger { get; set; } = default!;

    private bool IsConfirmed => string.Equals(_typed?.Trim(), Domain, StringComparison.OrdinalIgnoreCase);

    private async Task DeleteAsync()
    {
        if (!IsConfirmed)
        {
            return;
        }

        _isBusy = true;
        _problem = null;
        try
        {
            Show(await Tenants.HandleAsync((await Authentication).User, TenantId, CancellationToken.None));
        }
        catch (Exception e)
        {
            // The rooms that keep data may fail as they like, and the page must not end with them
            LogNotDeleted(Logger, e, Domain);
            _problem = $"Not everything could be deleted; the log says why. {Domain} is inactive, and what is left of it is deleted when you try again.";
        }
        finally
        {
            _isBusy = false;
        }
    }

    private void Show(TenantResult result)
    {
        switch (result)
        {
            // Somebody else was faster: it is gone all the same
            case TenantResult.Deleted or TenantResult.Gone:
                Dialog.Close();
                break;
            case TenantResult.Denied:
                Navigation.Refresh(forceReload: true);
                break;
            default:
                _problem = $"{Domain} cannot be deleted.";
                break;
        }
    }

    [LoggerMessage(LogLevel.Error, "The tenant {TenantDomain} was not deleted in full")]
    private static partial void LogNotDeleted(ILogger logger, Exception exception, string tenantDomain);
}
