using EmailConsole.Accounts.People;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace EmailConsole.Accounts.Components;

/// <summary>Adds somebody to a tenant, then shows once what must be handed over.</summary>
public sealed partial class AddPersonDialog
{
    private readonly CredentialEntry _credential = new();
    private IReadOnlyList<FieldProblem> _problems = [];
    private string? _user;
    private string? _email;
    private ActorRole _role = ActorRole.Operator;
    private PersonResult.Done? _added;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private AddPerson People { get; set; } = default!;

    [Inject]
    private ConsoleAddress Address { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string FullName => $"{(string.IsNullOrWhiteSpace(_user) ? "alice" : _user.Trim())}@{TenantDomain}";

    private string? Of(string field) => _problems.Of(field);

    private async Task AddAsync()
    {
        var input = new NewPerson(_user, _email, _role, _credential.ToCredential(Address.BaseOf(Navigation.BaseUri)));
        Show(await People.HandleAsync((await Authentication).User, TenantDomain, input, CancellationToken.None));
    }

    private void Show(PersonResult result)
    {
        _problems = [];
        switch (result)
        {
            case PersonResult.Done done:
                _added = done;
                _credential.Password = null;
                break;
            case PersonResult.Invalid invalid:
                _problems = invalid.Problems;
                break;
            default:
                Navigation.Refresh(forceReload: true);
                break;
        }
    }
}
