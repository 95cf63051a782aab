using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Components;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace EmailConsole.Shell.Pages;

/// <summary>Notification Channels &gt; Email Provider: the form, the operator's view, or the super tenant's file.</summary>
public sealed partial class EmailProviderPage : IDisposable
{
    private static readonly TimeSpan ReplacementPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _gone = new();
    private LoadResult.Loaded? _loaded;
    private TenantDecision? _refused;
    private EmailProviderForm? _form;
    private ProviderRoute? _route;
    private ProviderId? _tested;
    private IDisposable[] _subscriptions = [];
    private string? _shownDomain;
    private int _unsavedChanges;
    private ITimer? _replacement;
    private Panel _panel;
    private bool _adds;
    private bool _failed;

    [Parameter]
    public string TenantDomain { get; set; } = "";

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private LoadEmailProvider Loader { get; set; } = default!;

    [Inject]
    private ISuperTenantProvider SuperTenant { get; set; } = default!;

    [Inject]
    private ProviderChanges Changes { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private ILogger<EmailProviderPage> Logger { get; set; } = default!;

    private bool IsAdministrator => _loaded is { Access.Actor.Role: ActorRole.Administrator };

    private bool CanEdit => IsAdministrator && _loaded is { Access.Tenant.IsSuper: false };

    // For an untouched form of a tenant without a provider, and for operators: whose settings these are
    private string StoredName => _loaded switch
    {
        { IsRoute: true } when Tested is { } entry => $"{entry.CalledName()} as it {(_loaded.Access.Tenant.IsSuper ? "stands in deployment.toml" : "is stored")}",
        { Origin: ProviderOrigin.SuperTenant, Access.Tenant.IsSuper: false } => $"the super tenant's provider, because {TenantDomain} has none of its own stored",
        { Origin: ProviderOrigin.SuperTenant } => "the settings of deployment.toml",
        _ => "the stored settings",
    };

    private bool TestIsOpen
    {
        get => _panel == Panel.Test;
        set => _panel = value ? Panel.Test : Panel.None;
    }

    private bool AllTestsAreOpen
    {
        get => _panel == Panel.AllTests;
        set => _panel = value ? Panel.AllTests : Panel.None;
    }

    private bool IsList => _loaded?.IsRoute == true || _adds;

    // The form that is open, or what was chosen from a menu; else the first that mail would leave by
    private StoredEmailProvider? Tested => !IsList ? null
        : _loaded!.Entries.FirstOrDefault(e => e.Id == _tested) ?? _route?.Open ?? RouteHealth.InForce(_loaded.Entries, health: null) ?? (_loaded.Entries is [var first, ..] ? first : null);

    // What is being added has no id yet, and takes nobody's secrets
    private ProviderId? TestedEntry => IsList && _adds && _tested is null ? new ProviderId(Guid.Empty) : Tested?.Id;

    private Guid? TestedVersion => IsList ? Tested?.Version : _loaded?.Own?.Version;

    private EmailProviderForm? OpenForm => IsList ? (_route?.Open?.Id == Tested?.Id || (_adds && _tested is null) ? _route?.Form : null) : _form;

    // An untouched form of a tenant without a provider holds nothing to test: the super tenant's is in force
    private EmailProviderInput? Draft() =>
        !CanEdit || (!IsList && _loaded?.Own is null && _unsavedChanges == 0) ? null : OpenForm?.Input;

    private void OpenTest(StoredEmailProvider? entry)
    {
        _tested = entry?.Id;
        _panel = Panel.Test;
    }

    private void OpenAllTests() => _panel = Panel.AllTests;

    private async Task AddStandbyAsync()
    {
        if (_form is null || await _form.AskBeforeClosingAsync())
        {
            _unsavedChanges = 0;
            _adds = true;
        }
    }

    public void Dispose()
    {
        Array.ForEach(_subscriptions, subscription => subscription.Dispose());
        _replacement?.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override void OnInitialized() => _subscriptions =
    [
        SuperTenant.Subscribe(state => { _ = InvokeAsync(OnFileReadAsync); }),
        Changes.Subscribe(change => { _ = InvokeAsync(() => OnChangedAsync(change)); }),
    ];

    protected override async Task OnParametersSetAsync()
    {
        if (!string.Equals(_shownDomain, TenantDomain, StringComparison.Ordinal))
        {
            _shownDomain = TenantDomain;
            _loaded = null;
            (_panel, _adds) = (Panel.None, false);
            _unsavedChanges = 0;
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        _failed = false;
        _refused = null;
        var domain = TenantDomain;
        try
        {
            var result = await Loader.LoadAsync((await Authentication).User, domain, _gone.Token);
            if (domain == TenantDomain)
            {
                Show(result);
            }
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page is gone
        }
        catch (Exception e)
        {
            LogNotLoaded(Logger, e, domain);
            _failed = true;
        }
    }

    private void Show(LoadResult result)
    {
        switch (result)
        {
            case LoadResult.Loaded loaded:
                _loaded = loaded;
                WatchReplacement();
                break;
            case LoadResult.Refused refused:
                Refuse(refused.Decision);
                break;
        }
    }

    // Its end, or what comes instead of it, is seen without a visitor's doing
    private void WatchReplacement()
    {
        _replacement?.Dispose();
        _replacement = _loaded?.ReplacementUntil is null
            ? null
            : Time.CreateTimer(_ => { _ = InvokeAsync(LookAgainAsync); }, null, ReplacementPause, Timeout.InfiniteTimeSpan);
    }

    private async Task LookAgainAsync()
    {
        if (!_gone.IsCancellationRequested)
        {
            await LoadAsync();
            StateHasChanged();
        }
    }

    /// <summary>What was typed stays in sight where the cause may pass; a tenant that is gone is gone.</summary>
    private void Refuse(TenantDecision decision)
    {
        _refused = decision;
        if (decision is TenantDecision.NotFound)
        {
            _loaded = null;
        }
    }

    // The line above the form follows from what was stored
    private void ShowStored(StoredEmailProvider? stored)
    {
        if (_loaded is { Access: var access })
        {
            Show(Loader.Show(access, stored));
        }
    }

    /// <summary>What the browser keeps is of one person in one tenant, whoever signs in there next.</summary>
    private string DraftKey(TenantDecision.Granted access, ProviderId? entry)
    {
        var of = entry is { } id && id != ProviderId.FirstOf(access.Tenant.Id) ? $"{id.Value:N}." : entry is null && IsList ? "new." : "";
        return $"email-provider.{access.Tenant.Id:N}.{of}{access.Actor.AccountId:N}";
    }

    // Anybody's change: the line above follows, and the form decides what that means to what is typed
    private async Task OnChangedAsync(ProviderChange change)
    {
        if (_loaded?.Access.Tenant is not { IsSuper: false } shown || (change.TenantId is { } one && shown.Id != one))
        {
            return;
        }

        // What this page is storing itself comes with its answer
        await ((IsList ? _route?.Form : _form)?.Settled ?? Task.CompletedTask);
        if (_loaded is { ReplacementUntil: null } now && (now.Own?.Version == change.Version || now.Entries.Any(e => e.Version == change.Version)))
        {
            return;
        }

        await LookAgainAsync();
    }

    private async Task OnFileReadAsync()
    {
        if (_loaded is { Origin: not ProviderOrigin.Tenant })
        {
            await LoadAsync();
            StateHasChanged();
        }
    }

    [LoggerMessage(LogLevel.Error, "The email provider of {TenantDomain} could not be loaded for its page")]
    private static partial void LogNotLoaded(ILogger logger, Exception exception, string tenantDomain);

    /// <summary>What is open beside the form.</summary>
    private enum Panel
    {
        None,
        Test,
        AllTests,
    }
}
