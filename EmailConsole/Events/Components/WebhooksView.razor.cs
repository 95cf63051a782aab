using EmailConsole.Accounts.Components;
using EmailConsole.Events.Managing;
using EmailConsole.Persistence;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace EmailConsole.Events.Components;

/// <summary>The endpoints of a tenant, how they fare, and what can be done with them; one of them open with its last deliveries.</summary>
public sealed partial class WebhooksView
{
    private const string Edit = "Edit endpoint";
    private const string Rotate = "Rotate secret";
    private const string Replay = "Replay all failed";
    private const string Resumed = "Resumed. Replay what was missed?";

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _closed = new();
    private WebhookList? _view;
    private string? _said;
    private bool _isGood;
    private bool _hasFailed;
    private int _round;

    /// <summary>Of the route; any text.</summary>
    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    /// <summary>Of the page Deliveries of the tenant.</summary>
    [Parameter, EditorRequired]
    public string DeliveriesHref { get; set; } = "";

    /// <summary>The one that is open, as the address has it; one that the tenant does not have is none. Null: none is.</summary>
    [Parameter]
    public Guid? Endpoint { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private ViewWebhooks View { get; set; } = default!;

    [Inject]
    private ManageWebhooks Webhooks { get; set; } = default!;

    [Inject]
    private ReplayWebhooks Again { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        await ReadAsync();
        Start(WatchAsync);
    }

    private void Toggle(Guid id) => Open(Endpoint == id ? null : id);

    // In the address, so that a reload and a link show the same
    private void Open(Guid? id) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("endpoint", id?.ToString("N")), replace: Endpoint is not null);

    private async Task WatchAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Look, Time);
            while (await timer.WaitForNextTickAsync(_closed.Token))
            {
                await ReadAsync();
                StateHasChanged();
            }
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page is left
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            if (await View.ListAsync((await Authentication).User, TenantDomain, _closed.Token) is { } view)
            {
                (_view, _hasFailed) = (view, false);
            }
            else
            {
                Leave();
            }
        }
        catch (Exception e) when (DatabaseFaults.IsCauseOf(e))
        {
            _hasFailed = true;
        }
    }

    private Task AddAsync() => ShowAsync<EndpointDialog>("Add endpoint", null);

    private async Task ShowAsync<TDialog>(string title, EndpointRow? row, params (string Name, object Value)[] more)
        where TDialog : ComponentBase
    {
        var parameters = new DialogParameters { [nameof(EndpointDialog.TenantDomain)] = TenantDomain, [nameof(EndpointDialog.Seen)] = row };
        foreach (var (name, value) in more)
        {
            parameters.Add(name, value);
        }

        var dialog = await Dialogs.ShowAsync<TDialog>(title, parameters, ConsoleDialog.Options);
        await dialog.Result;
        await AgainAsync();
    }

    private async Task TestAsync(EndpointRow row)
    {
        (_said, _isGood) = ($"A test is on its way to {row.Url}…", true);
        StateHasChanged();
        var result = await Again.TestAsync((await Authentication).User, TenantDomain, row.Id, _closed.Token);
        if (result is WebhookResult.Tested { Answer: var answer })
        {
            _isGood = answer.IsGood;
            _said = answer.IsGood
                ? $"{row.Url} took the test: {answer.Status} after {EventWords.Duration(answer.Duration)}."
                : $"{row.Url} did not take the test: {answer.Problem}";
            Open(row.Id);
        }
        else
        {
            Say(result, "");
        }

        await AgainAsync();
    }

    private async Task PauseAsync(EndpointRow row)
    {
        if (await AskAsync("Pause this endpoint?", $"Nothing is sent to {row.Url} until you resume it. What waits, and what happens meanwhile, can be replayed then.", "Pause"))
        {
            await DoAsync(person => Webhooks.PauseAsync(person, TenantDomain, row, CancellationToken.None), "The endpoint is paused.");
        }
    }

    private async Task ResumeAsync(EndpointRow row)
    {
        await DoAsync(person => Webhooks.ResumeAsync(person, TenantDomain, row, CancellationToken.None), EventWords.Resumed(null));
        if (_isGood && _view?.Endpoints.FirstOrDefault(e => e.Id == row.Id) is { } resumed)
        {
            var replayed = EventCallback.Factory.Create<int>(this, count => _said = EventWords.Resumed(count));
            await ShowAsync<ReplayFailedDialog>(Resumed, resumed, (nameof(ReplayFailedDialog.Cancel), "Not now"), (nameof(ReplayFailedDialog.OnReplayed), replayed));
        }
    }

    private async Task RevokePreviousAsync(EndpointRow row)
    {
        if (await AskAsync("Revoke the old secret?", "Events are signed by the new secret alone from now on.", "Revoke"))
        {
            await DoAsync(person => Webhooks.RevokePreviousAsync(person, TenantDomain, row, CancellationToken.None), "The old secret is not signed by any more.");
        }
    }

    private async Task DeleteAsync(EndpointRow row)
    {
        if (await AskAsync("Delete this endpoint?", $"{row.Url} is told nothing any more, and what was told it is deleted as well.", "Delete"))
        {
            await DoAsync(person => Webhooks.DeleteAsync(person, TenantDomain, row.Id, CancellationToken.None), "The endpoint is deleted.");
        }
    }

    private async Task<bool> AskAsync(string title, string text, string yes) =>
        await Dialogs.ShowMessageBoxAsync(title, text, yesText: yes, cancelText: "Cancel") == true;

    private async Task DoAsync(Func<System.Security.Claims.ClaimsPrincipal, Task<WebhookResult>> action, string done)
    {
        Say(await action((await Authentication).User), done);
        await AgainAsync();
    }

    private void Say(WebhookResult result, string done)
    {
        if (result is WebhookResult.Denied)
        {
            Leave();
        }

        var problem = EventWords.Problem(result);
        (_said, _isGood) = (problem ?? done, problem is null);
    }

    private async Task AgainAsync()
    {
        await ReadAsync();
        _round++;
        StateHasChanged();
    }

    // The server answers again who may see what
    private void Leave() => Navigation.Refresh(forceReload: true);
}
