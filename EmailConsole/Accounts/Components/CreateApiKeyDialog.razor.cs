using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Rest;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace EmailConsole.Accounts.Components;

/// <summary>Creates a key, then shows it, this once.</summary>
public sealed partial class CreateApiKeyDialog : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _gone = new();
    private DateTimeOffset? _firstUse;
    private IReadOnlyList<FieldProblem> _problems = [];
    private string? _problem;
    private string? _name;
    private bool _maySend = true;
    private bool _mayView = true;
    private bool _mayManage;
    private KeyLife _life = KeyLife.Year;
    private bool _isBusy;
    private ApiKeyResult.Created? _created;

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

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private async Task CreateAsync()
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            var input = new NewApiKey(_name, Scopes, _life.EndFrom(Time.GetUtcNow()));
            Show(await Keys.CreateAsync((await Authentication).User, TenantDomain, input, CancellationToken.None));
        }
        finally
        {
            _isBusy = false;
        }
    }

    private void Show(ApiKeyResult result)
    {
        _problems = [];
        _problem = null;
        switch (result)
        {
            case ApiKeyResult.Created created:
                _created = created;
                _ = WatchUseAsync(created.Row.Id, _gone.Token);
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

    // By whom the key is used, and how often, is seen on the page; here only that it works
    private async Task WatchUseAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(BetweenLooks, Time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                _firstUse ??= await Keys.FindLastUseAsync((await Authentication).User, TenantDomain, id, cancellationToken);
                if (_firstUse is not null)
                {
                    await InvokeAsync(StateHasChanged);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The dialog is closed
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
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
