using EmailConsole.Accounts.TenantManagement;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace EmailConsole.Accounts.Components;

/// <summary>Adds a tenant with its first administrator, then shows once what must be handed over.</summary>
public sealed partial class AddTenantDialog
{
    private readonly CredentialEntry _credential = new();
    private IReadOnlyList<FieldProblem> _problems = [];
    private string? _domain;
    private string? _username = "admin";
    private string? _email;
    private TenantResult.Added? _added;

    /// <summary>The address of a tenant's Email Provider page.</summary>
    [Parameter, EditorRequired]
    public Func<string, string> ProviderHref { get; set; } = default!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private AddTenant Tenants { get; set; } = default!;

    [Inject]
    private ConsoleAddress Address { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string FullName => $"{Or(_username, "admin")}@{Or(_domain, "foo.com")}";

    private string? Of(string field) => _problems.Of(field);

    private async Task AddAsync()
    {
        var input = new NewTenant(_domain, _username, _email, _credential.ToCredential(Address.BaseOf(Navigation.BaseUri)));
        Show(await Tenants.HandleAsync((await Authentication).User, input, CancellationToken.None));
    }

    private void Show(TenantResult result)
    {
        _problems = [];
        switch (result)
        {
            case TenantResult.Added added:
                _added = added;
                _credential.Password = null;
                break;
            case TenantResult.Invalid invalid:
                _problems = invalid.Problems;
                break;
            default:
                Navigation.Refresh(forceReload: true);
                break;
        }
    }

    private void SetUpProvider()
    {
        Dialog.Close();
        Navigation.NavigateTo(ProviderHref(_added!.Domain));
    }

    private static string Or(string? text, string otherwise) => string.IsNullOrWhiteSpace(text) ? otherwise : text.Trim();
}
