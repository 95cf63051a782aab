using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Rest;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace EmailConsole.Accounts.Components;

/// <summary>Creates a key, then shows it, this once.</summary>
public sealed partial class CreateApiKeyDialog
{
    private IReadOnlyList<FieldProblem> _problems = [];
    private string? _problem;
    private string? _name;
    private bool _maySend = true;
    private bool _mayView = true;
    private bool _mayManage;
    private KeyLife _life = KeyLife.Year;
    private ApiKeyResult.Created? _created;
    private KeyEntrance _entrance = new(null, null);

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private ManageApiKeys Keys { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private ConsoleAddress Address { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private KeyCommands Commands => new(Address.BaseOf(Navigation.BaseUri), TenantDomain);

    private RestScopes Scopes =>
        (_maySend ? RestScopes.Send : RestScopes.None)
        | (_mayView ? RestScopes.View : RestScopes.None)
        | (_mayManage ? RestScopes.Manage : RestScopes.None);

    private string? Of(string field) => _problems.Of(field);

    private async Task CreateAsync()
    {
        var input = new NewApiKey(_name, Scopes, _life.EndFrom(Time.GetUtcNow()));
        var principal = (await Authentication).User;
        var result = await Keys.CreateAsync(principal, TenantDomain, input, CancellationToken.None);
        _entrance = result is ApiKeyResult.Created ? await Keys.FindEntranceAsync(principal, TenantDomain, CancellationToken.None) ?? _entrance : _entrance;
        Show(result);
    }

    private void Show(ApiKeyResult result)
    {
        _problems = [];
        _problem = null;
        switch (result)
        {
            case ApiKeyResult.Created created:
                _created = created;
                break;
            case ApiKeyResult.Invalid invalid:
                _problems = invalid.Problems;
                break;
            case ApiKeyResult.TooMany tooMany:
                _problem = $"{TenantDomain} has {tooMany.Limit} API keys, which is as many as it may have. Revoke one that is not used any more.";
                break;
            default:
                Navigation.Refresh(forceReload: true);
                break;
        }
    }
}

/// <summary>How long a new key is good.</summary>
/// <param name="Words">As offered.</param>
/// <param name="Days">Null: until it is revoked.</param>
internal sealed record KeyLife(string Words, int? Days)
{
    public static readonly KeyLife Year = new("In a year", 365);

    public static readonly IReadOnlyList<KeyLife> Choices =
        [new("In 30 days", 30), new("In 90 days", 90), Year, new("In two years", 730), new("Never", null)];

    public DateTimeOffset? EndFrom(DateTimeOffset now) => Days is { } days ? now.AddDays(days) : null;
}
