using System.Globalization;
using EmailConsole.Accounts.ApiKeys;
using Microsoft.AspNetCore.Components;

namespace EmailConsole.Accounts.Components;

/// <summary>Looks every second whether a key was used.</summary>
public sealed partial class KeyFirstUse
{
    private DateTimeOffset? _use;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    [Parameter, EditorRequired]
    public Guid KeyId { get; set; }

    /// <summary>It was used before this is shown: it goes on with its last use.</summary>
    [Parameter]
    public bool WasUsed { get; set; }

    [Inject]
    private ManageApiKeys Keys { get; set; } = default!;

    protected override Task OnInitializedAsync() => LookNowAsync();

    protected override async Task LookAsync()
    {
        // By whom the key is used, and how often, is seen on the page; here only that it works
        if (_use is null || WasUsed)
        {
            _use = await Keys.FindLastUseAsync((await Authentication).User, TenantDomain, KeyId, Gone);
        }

        if (_use is not null)
        {
            StateHasChanged();
        }
    }
}

/// <summary>How long ago something was, to the second while that is of interest.</summary>
internal static class AgoWords
{
    public static string Of(TimeSpan ago) => ago < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, ago.TotalSeconds):0} s ago")
        : RelativeTimeWords.Describe(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch + ago);
}
