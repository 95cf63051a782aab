using EmailConsole.Accounts.Sessions;
using EmailConsole.Accounts.SetUp;
using Microsoft.AspNetCore.Components;

namespace EmailConsole.Accounts.Components;

public sealed partial class SetUpForm
{
    private bool _isValid;
    private string? _usernameProblem;
    private string? _passwordProblem;
    private string? _repeatedProblem;

    /// <summary>Of the link.</summary>
    [Parameter, EditorRequired]
    public string? Token { get; set; }

    [SupplyParameterFromForm]
    private NewPasswordEntry? Input { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    [Inject]
    private SetUpByLink SetUp { get; set; } = default!;

    [Inject]
    private SignInSessions Sessions { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override void OnInitialized()
    {
        Input ??= new NewPasswordEntry { Username = FirstAdministrator.DefaultUsername };
        _isValid = SetUp.IsValid(Token);
        if (!_isValid)
        {
            Http.Response.StatusCode = StatusCodes.Status410Gone;
        }
    }

    private async Task SetUpAsync()
    {
        var entry = Input!;
        var result = entry.IsRepeated
            ? await SetUp.HandleAsync(Token, entry.Username, entry.Password, Http.RequestAborted)
            : new SetUpResult.Invalid(nameof(entry.Repeated), NewPasswordFields.Differs);
        (entry.Password, entry.Repeated) = (null, null);
        switch (result)
        {
            case SetUpResult.Created created:
                await Sessions.StartAsync(Http, created.Account, Http.RequestAborted);
                Navigation.NavigateTo("/");
                break;
            case SetUpResult.Invalid { Field: nameof(entry.Username) } invalid:
                _usernameProblem = invalid.Message;
                break;
            case SetUpResult.Invalid { Field: nameof(entry.Repeated) } invalid:
                _repeatedProblem = invalid.Message;
                break;
            case SetUpResult.Invalid invalid:
                _passwordProblem = invalid.Message;
                break;
            default:
                _isValid = false;
                Http.Response.StatusCode = StatusCodes.Status410Gone;
                break;
        }
    }
}
