using System.Globalization;
using EmailConsole.Accounts.Sessions;
using EmailConsole.Accounts.SignIn;
using Microsoft.AspNetCore.Components;

namespace EmailConsole.Accounts.Components;

public sealed partial class SignInForm
{
    private string? _problem;

    [Parameter]
    public string? ReturnTo { get; set; }

    [SupplyParameterFromForm]
    private Entry? Input { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    [Inject]
    private SignInByPassword SignIn { get; set; } = default!;

    [Inject]
    private KnownDevices Devices { get; set; } = default!;

    [Inject]
    private SignInSessions Sessions { get; set; } = default!;

    protected override void OnInitialized() => Input ??= new Entry();

    private async Task SignInAsync()
    {
        var cancellationToken = Http.RequestAborted;
        var outcome = await SignIn.HandleAsync(Input!.Username, Input.Password, Devices.OriginOf(Http), cancellationToken);
        Input.Password = null;
        switch (outcome)
        {
            case SignInOutcome.Accepted accepted:
                await Sessions.StartAsync(Http, accepted.Account, cancellationToken);
                // Not by the navigation manager, which takes the address's encoding away
                Http.Response.Redirect(ReturnUrl.Local(ReturnTo) ?? "/");
                break;
            case SignInOutcome.LockedOut locked:
                _problem = $"Too many failed attempts. From here, signing in with this username is locked for {InWords(locked.Remaining)}.";
                break;
            case SignInOutcome.TooMany tooMany:
                Http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                Http.Response.Headers.RetryAfter = Math.Ceiling(tooMany.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                _problem = $"Too many attempts. Try again in {InWords(tooMany.RetryAfter)}.";
                break;
            default:
                _problem = "The username or the password is wrong. Check both; the username ends in the tenant's domain, as in alice@foo.com.";
                break;
        }
    }

    internal static string InWords(TimeSpan time) => time.TotalSeconds <= 90
        ? $"{Math.Max(1, Math.Ceiling(time.TotalSeconds)):0} seconds"
        : $"{Math.Ceiling(time.TotalMinutes):0} minutes";

    private sealed class Entry
    {
        public string? Username { get; set; }

        public string? Password { get; set; }
    }
}
