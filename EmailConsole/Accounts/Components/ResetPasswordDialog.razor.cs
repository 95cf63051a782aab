using EmailConsole.Accounts.People;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace EmailConsole.Accounts.Components;

/// <summary>Gives somebody a new password or a link to choose one, shown once.</summary>
public sealed partial class ResetPasswordDialog
{
    private readonly CredentialEntry _credential = new();
    private IReadOnlyList<FieldProblem> _problems = [];
    private string? _problem;
    private PersonResult.Done? _done;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    [Parameter, EditorRequired]
    public Guid AccountId { get; set; }

    [Parameter, EditorRequired]
    public string Username { get; set; } = "";

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private ResetPassword Reset { get; set; } = default!;

    [Inject]
    private ConsoleAddress Address { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private async Task ResetAsync()
    {
        var credential = _credential.ToCredential(Address.BaseOf(Navigation.BaseUri));
        Show(await Reset.HandleAsync((await Authentication).User, TenantDomain, AccountId, credential, CancellationToken.None));
    }

    private void Show(PersonResult result)
    {
        _problems = [];
        _problem = null;
        switch (result)
        {
            case PersonResult.Done done:
                _done = done;
                _credential.Password = null;
                break;
            case PersonResult.Invalid invalid:
                _problems = invalid.Problems;
                _problem = invalid.Problems.Of(nameof(NewPerson.Email));
                break;
            case PersonResult.Gone:
                _problem = "That person is not there any more.";
                break;
            case PersonResult.OwnPassword:
                _problem = "Change your own password under your name, with the current one.";
                break;
            default:
                Navigation.Refresh(forceReload: true);
                break;
        }
    }
}
