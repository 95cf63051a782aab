using EmailConsole.Accounts.People;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace EmailConsole.Accounts.Components;

/// <summary>The people of a tenant: search, pages, add, and what can be done with somebody.</summary>
public sealed partial class PeopleTable
{
    private MudTable<PersonRow> _table = default!;
    private string _search = "";
    private Guid _own;
    private NoticesByMail _notices;

    /// <summary>Of the route; any text.</summary>
    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    /// <summary>What is searched for at first.</summary>
    [Parameter]
    public string? Sought { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private ListPeople People { get; set; } = default!;

    [Inject]
    private ChangePeople Changes { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private async Task<TableData<PersonRow>> LoadAsync(TableState state, CancellationToken cancellationToken)
    {
        var person = (await Authentication).User;
        if (await People.HandleAsync(person, TenantDomain, _search, state.Page, state.PageSize, cancellationToken) is not { } list)
        {
            Leave();
            return new TableData<PersonRow> { Items = [] };
        }

        _own = list.Own;
        if (list.Notices != _notices)
        {
            // It stands outside the table, which alone is drawn again
            _notices = list.Notices;
            StateHasChanged();
        }

        return new TableData<PersonRow> { Items = list.Rows, TotalItems = list.Total };
    }

    private Task SearchAsync(string? text)
    {
        _search = text ?? "";
        _table.NavigateTo(Page.First);
        return _table.ReloadServerData();
    }

    protected override void OnInitialized() => _search = Sought ?? "";

    private Task AddAsync() => ShowAsync<AddPersonDialog>("Add person", new DialogParameters<AddPersonDialog>
    {
        { dialog => dialog.TenantDomain, TenantDomain },
    });

    private Task ResetPasswordAsync(PersonRow row) => ShowAsync<ResetPasswordDialog>("Reset password", new DialogParameters<ResetPasswordDialog>
    {
        { dialog => dialog.TenantDomain, TenantDomain },
        { dialog => dialog.AccountId, row.Id },
        { dialog => dialog.Username, row.Username },
    });

    private async Task ShowAsync<TDialog>(string title, DialogParameters parameters)
        where TDialog : IComponent
    {
        var dialog = await Dialogs.ShowAsync<TDialog>(title, parameters, ConsoleDialog.Options);
        if (await dialog.Result is { Canceled: false })
        {
            await _table.ReloadServerData();
        }
    }

    private async Task SetRoleAsync(PersonRow row)
    {
        var role = row.Role == ActorRole.Administrator ? ActorRole.Operator : ActorRole.Administrator;
        var text = role == ActorRole.Operator
            ? $"{row.Username} will see the settings and Deliveries, test the stored settings, cancel, resend and retry messages, and change nothing else."
            : $"{row.Username} will be able to change everything in {TenantDomain}, people included.";
        if (await AskAsync($"Make {row.Username} an {role.ToString().ToLowerInvariant()}?", text, "Change role"))
        {
            var person = (await Authentication).User;
            await ShowAsync(await Changes.SetRoleAsync(person, TenantDomain, row.Id, role, CancellationToken.None), $"{row.Username} is {role.ToString().ToLowerInvariant()} now.");
        }
    }

    private async Task SetActiveAsync(PersonRow row)
    {
        if (!row.IsActive || await AskAsync(
            $"Deactivate {row.Username}?", "They are signed out at once and cannot sign in until they are active again.", "Deactivate"))
        {
            var person = (await Authentication).User;
            await ShowAsync(
                await Changes.SetActiveAsync(person, TenantDomain, row.Id, !row.IsActive, CancellationToken.None),
                $"{row.Username} is {(row.IsActive ? "deactivated" : "active again")}.");
        }
    }

    private async Task RemoveAsync(PersonRow row)
    {
        if (await AskAsync($"Remove {row.Username}?", "They are signed out at once. The account is gone for good; to pause it, deactivate it instead.", "Remove"))
        {
            var person = (await Authentication).User;
            await ShowAsync(await Changes.RemoveAsync(person, TenantDomain, row.Id, CancellationToken.None), $"{row.Username} is removed.");
        }
    }

    private async Task<bool> AskAsync(string title, string text, string yes) =>
        await Dialogs.ShowMessageBoxAsync(title, text, yesText: yes, cancelText: "Cancel") == true;

    private async Task ShowAsync(PersonResult result, string done)
    {
        switch (result)
        {
            case PersonResult.Done:
                Snackbar.Add(done, Severity.Success);
                break;
            case PersonResult.LastAdministrator:
                Snackbar.Add($"{TenantDomain} would be left without an active administrator who can sign in. Add another administrator first.", Severity.Warning);
                break;
            case PersonResult.Denied:
                Leave();
                return;
            default:
                Snackbar.Add("That person is not there any more.", Severity.Warning);
                break;
        }

        await _table.ReloadServerData();
    }

    // The server answers again who may see what: with the sign-in page, or as for an address that does not exist
    private void Leave() => Navigation.Refresh(forceReload: true);
}
