using EmailConsole.Accounts;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Managing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace EmailConsole.Events.Components;

/// <summary>Adds an endpoint and shows its secret, this once; or changes one.</summary>
public sealed partial class EndpointDialog
{
    private IReadOnlyList<FieldProblem> _problems = [];
    private string? _problem;
    private string? _url;
    private EventTypes _types = EventTypeNames.Usual;
    private WebhookResult.Secret? _secret;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    /// <summary>The endpoint that is changed; null: another one is added.</summary>
    [Parameter]
    public EndpointRow? Seen { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private ManageWebhooks Webhooks { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override void OnInitialized()
    {
        if (Seen is { } row)
        {
            (_url, _types) = (row.Url, row.Types);
        }
    }

    private string? Of(string field) => _problems.Of(field);

    private void Choose(EventTypes type, bool isOn) => _types = isOn ? _types | type : _types & ~type;

    private async Task SaveAsync()
    {
        var (person, draft) = ((await Authentication).User, new EndpointDraft(_url, _types));
        Show(Seen is { } row
            ? await Webhooks.ChangeAsync(person, TenantDomain, row, draft, CancellationToken.None)
            : await Webhooks.AddAsync(person, TenantDomain, draft, CancellationToken.None));
    }

    private void Show(WebhookResult result)
    {
        _problems = result is WebhookResult.Invalid invalid ? invalid.Problems : [];
        _problem = EventWords.Problem(result);
        switch (result)
        {
            case WebhookResult.Secret secret:
                _secret = secret;
                break;
            case WebhookResult.Done:
                Dialog.Close();
                break;
            case WebhookResult.Denied:
                Navigation.Refresh(forceReload: true);
                break;
        }
    }
}
