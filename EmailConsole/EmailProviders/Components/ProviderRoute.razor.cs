using System.Security.Claims;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using MudBlazor;

namespace EmailConsole.EmailProviders.Components;

/// <summary>The cards of a tenant's providers: each opens its form in place, one at a time.</summary>
public sealed partial class ProviderRoute : IDisposable
{
    private const string NewId = "provider-entry-new";

    private const string RuleId = "provider-route-rule";

    private static readonly object NewKey = new();

    private readonly CancellationTokenSource _gone = new();
    private EmailProviderForm? _form;
    private ProviderId? _open;
    private ProviderId? _dragged;
    private string? _focused;
    private string? _notice;
    private string _announced = "";
    private bool _isBusy;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    /// <summary>As stored, in order.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<StoredEmailProvider> Entries { get; set; } = [];

    [Parameter]
    public bool CanEdit { get; set; }

    /// <summary>Under which the browser keeps what is typed into a form; of null: of a new one.</summary>
    [Parameter]
    public Func<ProviderId?, string> DraftKeyOf { get; set; } = _ => "";

    /// <summary>The form of a new one is open.</summary>
    [Parameter]
    public bool IsAdding { get; set; }

    [Parameter]
    public EventCallback<bool> IsAddingChanged { get; set; }

    /// <summary>Something else is stored now.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>After each edit, with the count of unsaved changes of the form that is open.</summary>
    [Parameter]
    public EventCallback<int> OnEdited { get; set; }

    /// <summary>It is to be tested.</summary>
    [Parameter]
    public EventCallback<StoredEmailProvider> OnTest { get; set; }

    /// <summary>The person may not do that any more.</summary>
    [Parameter]
    public EventCallback<TenantDecision> OnRefused { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [CascadingParameter]
    private RouteHealth? Known { get; set; }

    [Inject]
    private IEmailProviderWriter Writer { get; set; } = default!;

    [Inject]
    private IRouteWriter Route { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    [Inject]
    private ILogger<ProviderRoute> Logger { get; set; } = default!;

    /// <summary>The form that is open; null: none is.</summary>
    public EmailProviderForm? Form => _open is not null || IsAdding ? _form : null;

    /// <summary>Whose form is open; null: none's, or a new one's.</summary>
    public StoredEmailProvider? Open => Entries.FirstOrDefault(IsOpen);

    private RouteHealth? Health => Known?.Domain == TenantDomain ? Known : null;

    private StoredEmailProvider? InForce => RouteHealth.InForce(Entries, Health);

    private bool SwitchesAfterUnknown => Entries is [{ SwitchesAfterUnknown: true }, ..];

    private int LastOwn => Entries.Count(e => e.Settings.Server == ProviderServer.Own) - 1;

    private FormPlace NewPlace => new() { IsNew = true, IsStandby = Entries.Count > 0, IsOneOfSeveral = true, FirstFromAddress = Entries is [var first, ..] ? first.Settings.FromAddress : null };

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && IsAdding)
        {
            _focused = NewId;
        }

        // The browser takes the focus from what is put to another place
        if (_focused is { } id)
        {
            _focused = null;
            await Js.InvokeVoidAsync("emailConsole.focusEntry", id);
        }
    }

    private bool IsOpen(StoredEmailProvider entry) => !IsAdding && _open == entry.Id;

    private bool IsLastEnabled(StoredEmailProvider entry) => entry.IsEnabled && Entries.Count(e => e.IsEnabled) == 1;

    private FormPlace PlaceOf(StoredEmailProvider entry, int place) => new()
    {
        Entry = entry.Id,
        IsStandby = place > 0,
        IsOneOfSeveral = true,
        FirstFromAddress = place > 0 ? Entries[0].Settings.FromAddress : null,
    };

    private async Task ToggleAsync(StoredEmailProvider entry)
    {
        if (await MayCloseAsync())
        {
            _open = IsOpen(entry) ? null : entry.Id;
            await SetAddingAsync(false);
        }
    }

    private async Task AddAsync()
    {
        if (await MayCloseAsync())
        {
            _open = null;
            _focused = NewId;
            await SetAddingAsync(true);
        }
    }

    private async Task CancelAsync()
    {
        if (await MayCloseAsync())
        {
            await SetAddingAsync(false);
        }
    }

    private async Task AddedAsync(StoredEmailProvider? added)
    {
        await OnChanged.InvokeAsync();
        await SetAddingAsync(false);
        _focused = added is null ? null : RouteEntry.OpenIdOf(added.Id);
    }

    private async Task SetAddingAsync(bool isAdding)
    {
        await OnEdited.InvokeAsync(0);
        if (IsAdding != isAdding)
        {
            await IsAddingChanged.InvokeAsync(isAdding);
        }
    }

    private Task<bool> MayCloseAsync() => Form?.AskBeforeClosingAsync() ?? Task.FromResult(true);

    private void Drag(StoredEmailProvider entry, bool drags) => _dragged = drags ? entry.Id : null;

    private async Task DropAsync(int place)
    {
        if (_dragged is { } id && Entries.FirstOrDefault(e => e.Id == id) is { } entry)
        {
            _dragged = null;
            await MoveAsync(entry, place);
        }
    }

    private async Task MoveAsync(StoredEmailProvider entry, int to)
    {
        var from = Entries.Index().First(e => e.Item.Id == entry.Id).Index;
        if (to == from || to < 0 || to >= Entries.Count)
        {
            _announced = $"{entry.CalledName()} stays at place {from + 1} of {Entries.Count}.";
            return;
        }

        await ChangeAsync(
            person => Route.MoveAsync(person, TenantDomain, entry.Id, entry.Version, to, _gone.Token),
            $"{entry.CalledName()} is at place {to + 1} of {Entries.Count}.");
        _focused = RouteEntry.OpenIdOf(entry.Id);
    }

    private async Task RenameAsync(StoredEmailProvider entry)
    {
        var dialog = await Dialogs.ShowAsync<RenameProviderDialog>(
            "Rename", new DialogParameters<RenameProviderDialog> { { d => d.Entry, entry } }, Accounts.Components.ConsoleDialog.Options);
        if (await dialog.Result is { Canceled: false, Data: string name })
        {
            await ChangeAsync(
                person => Route.RenameAsync(person, TenantDomain, entry.Id, entry.Version, name, _gone.Token),
                $"It is called {ProviderNames.Of(name.Trim(), entry.Settings)} now.");
        }
    }

    private async Task SetEnabledAsync(StoredEmailProvider entry)
    {
        if (!IsLastEnabled(entry) || await AskAsync($"Disable {entry.CalledName()}?", $"No other provider of {TenantDomain} is enabled: {TakesOver}", "Disable", isLast: true))
        {
            await ChangeAsync(
                person => Route.SetEnabledAsync(person, TenantDomain, entry.Id, entry.Version, !entry.IsEnabled, _gone.Token),
                $"{entry.CalledName()} is {(entry.IsEnabled ? "disabled" : "enabled")}.");
        }
    }

    private Task SetSwitchesAsync(bool switches) => ChangeAsync(
        person => Route.SetSwitchesAfterUnknownAsync(person, TenantDomain, Entries[0].Id, Entries[0].Version, switches, _gone.Token),
        switches ? "Codes go on by the next provider although they may have arrived." : "Codes that may have arrived wait for the provider that may have them.");

    private async Task DeleteAsync(StoredEmailProvider entry)
    {
        var then = IsLastEnabled(entry) ? $" No other provider of {TenantDomain} is enabled: {TakesOver}" : "";
        var (title, text) = entry.Settings.Server == ProviderServer.Platform
            ? ("Take the super tenant's server out of this list?", "The super tenant's own provider stays as it is.")
            : ($"Delete {entry.CalledName()}?", "Its settings are removed with its secrets, and cannot be brought back.");
        if (await AskAsync(title, text + then, entry.Settings.Server == ProviderServer.Platform ? "Take out" : "Delete", IsLastEnabled(entry)))
        {
            await ChangeAsync(
                person => Writer.RevertAsync(person, TenantDomain, entry.Id, entry.Version, _gone.Token), $"{entry.CalledName()} is deleted.");
        }
    }

    private const string TakesOver = "mail then leaves through the super tenant's provider.";

    private async Task<bool> AskAsync(string title, string text, string yes, bool isLast) => isLast
        ? await (await Dialogs.ShowAsync<LastProviderDialog>(title, new DialogParameters<LastProviderDialog> { { d => d.TenantDomain, TenantDomain }, { d => d.Text, text }, { d => d.Action, yes } })).Result is { Canceled: false }
        : await Dialogs.ShowMessageBoxAsync(title, text, yesText: yes, cancelText: "Cancel") == true;

    private async Task ChangeAsync(Func<ClaimsPrincipal, Task<UpdateResult>> change, string done)
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        _notice = null;
        try
        {
            switch (await change((await Authentication).User))
            {
                case UpdateResult.Saved:
                    _announced = done;
                    await OnChanged.InvokeAsync();
                    break;
                case UpdateResult.Invalid invalid:
                    _notice = invalid.Errors[0].Message;
                    break;
                case UpdateResult.ChangedElsewhere:
                    _notice = "Nothing was done: somebody else has changed the providers just now. They are shown as they are.";
                    await OnChanged.InvokeAsync();
                    break;
                case UpdateResult.Refused refused:
                    await OnRefused.InvokeAsync(refused.Decision);
                    break;
            }
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page is gone
        }
        catch (Exception e)
        {
            LogFailed(Logger, e, TenantDomain);
            _notice = "Nothing was done: the console could not store it; its log says why. Try again in a moment.";
        }
        finally
        {
            _isBusy = false;
            StateHasChanged();
        }
    }

    [LoggerMessage(LogLevel.Error, "The email providers of {TenantDomain} could not be changed from their page")]
    private static partial void LogFailed(ILogger logger, Exception exception, string tenantDomain);
}
