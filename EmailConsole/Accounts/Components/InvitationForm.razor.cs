using EmailConsole.Accounts.Invitations;
using EmailConsole.Accounts.Sessions;
using Microsoft.AspNetCore.Components;

namespace EmailConsole.Accounts.Components;

public sealed partial class InvitationForm
{
    private string? _username;
    private string? _problem;
    private string? _repeatedProblem;

    /// <summary>Of the link.</summary>
    [Parameter, EditorRequired]
    public string? Account { get; set; }

    /// <summary>Of the link.</summary>
    [Parameter, EditorRequired]
    public string? Token { get; set; }

    [SupplyParameterFromForm]
    private NewPasswordEntry? Input { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    [Inject]
    private AcceptInvitation Invitation { get; set; } = default!;

    [Inject]
    private SignInSessions Sessions { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        Input ??= new NewPasswordEntry();
        Show(await Invitation.FindUsernameAsync(Account, Token, Http.RequestAborted));
    }

    private async Task AcceptAsync()
    {
        if (!Input!.IsRepeated)
        {
            _repeatedProblem = NewPasswordFields.Differs;
            return;
        }

        switch (await Invitation.HandleAsync(Account, Token, Input.Password, Http.RequestAborted))
        {
            case InvitationResult.Accepted accepted:
                await Sessions.StartAsync(Http, accepted.Account, Http.RequestAborted);
                Navigation.NavigateTo("/");
                break;
            case InvitationResult.Invalid invalid:
                _problem = invalid.Message;
                break;
            default:
                Show(null);
                break;
        }
    }

    private void Show(string? username)
    {
        _username = username;
        if (username is null && !Http.Response.HasStarted)
        {
            Http.Response.StatusCode = StatusCodes.Status410Gone;
        }
    }
}
