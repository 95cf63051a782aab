using EmailConsole.Accounts.Passwords;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace EmailConsole.Accounts.Components;

/// <summary>Changes one's own password.</summary>
public sealed partial class OwnPasswordForm
{
    private string? _username;
    private string? _current;
    private string? _replacement;
    private string? _currentProblem;
    private string? _replacementProblem;
    private string? _problem;
    private bool _isBusy;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private ChangeOwnPassword Change { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override async Task OnInitializedAsync() => _username = (await Authentication).User.Identity?.Name;

    private async Task ChangeAsync()
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            Show(await Change.HandleAsync((await Authentication).User, _current, _replacement, CancellationToken.None));
        }
        finally
        {
            _isBusy = false;
        }
    }

    private void Show(OwnPasswordResult result)
    {
        _problem = _currentProblem = _replacementProblem = null;
        switch (result)
        {
            case OwnPasswordResult.Changed:
                (_current, _replacement) = (null, null);
                Snackbar.Add("Your password is changed. Your other sessions are signed out.", Severity.Success);
                break;
            case OwnPasswordResult.WrongCurrent:
                _currentProblem = "This is not your current password.";
                break;
            case OwnPasswordResult.Invalid invalid:
                _replacementProblem = invalid.Message;
                break;
            case OwnPasswordResult.Locked locked:
                _problem = $"Too many wrong passwords. Try again in {SignInForm.InWords(locked.Remaining)}.";
                break;
            case OwnPasswordResult.ChangedElsewhere:
                _problem = "Your password was changed elsewhere in the meantime, and stays as it was set there. Sign in again.";
                break;
            default:
                Navigation.Refresh(forceReload: true);
                break;
        }
    }
}
