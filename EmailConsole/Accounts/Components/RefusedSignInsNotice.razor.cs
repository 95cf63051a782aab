using System.Globalization;
using EmailConsole.Accounts.SignIn;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace EmailConsole.Accounts.Components;

/// <summary>Tells the signed-in person about refused attempts with their username, until they close it.</summary>
public sealed partial class RefusedSignInsNotice
{
    private RefusedAttempts? _attempts;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private RefusedSignIns Refused { get; set; } = default!;

    protected override async Task OnInitializedAsync() =>
        _attempts = await Refused.FindAsync((await Authentication).User, CancellationToken.None);

    internal static string Words(RefusedAttempts attempts) => string.Create(
        CultureInfo.InvariantCulture,
        $"{attempts.Count} refused sign-{(attempts.Count == 1 ? "in" : "ins")} with your username since your last one, last from {attempts.LastFrom}, at {attempts.LastAt.UtcDateTime:d MMM yyyy HH:mm} UTC.");

    private async Task DismissAsync()
    {
        _attempts = null;
        await Refused.DismissAsync((await Authentication).User, CancellationToken.None);
    }
}
