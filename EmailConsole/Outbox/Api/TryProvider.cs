using System.Globalization;
using EmailConsole.Rest;
using EmailConsole.Rest.Errors;
using EmailConsole.Tenants;

namespace EmailConsole.Outbox.Api;

/// <summary><c>POST …/provider/try-now</c>: ends the pause of the tenant's own provider.</summary>
internal static class TryProvider
{
    private const string Limit = "tries of a provider within ten seconds";

    public static async Task<IResult> HandleAsync(HttpContext http, RestCaller caller, RetryNow retry)
    {
        // A caller belongs to the tenant of the route: the super tenant's provider is its own there, and nobody else's
        var outcome = await retry.ProviderAsync(caller.TenantId, isPlatform: false, http.RequestAborted);
        return Refusal(outcome) is { } refused ? refused : TypedResults.NoContent();
    }

    /// <returns>Null: it was done.</returns>
    public static Problem? Refusal(RetryOutcome outcome) => outcome switch
    {
        RetryOutcome.Tried => null,
        RetryOutcome.NoProvider => RestProblems.Conflict(
            "There is no email provider that could send this: neither the tenant nor the platform has one. An administrator sets it up in the console, under Email Provider."),
        RetryOutcome.BeingReplaced replaced => RestProblems.Conflict(string.Create(
            CultureInfo.InvariantCulture,
            $"The tenant's email provider was removed and is being replaced: its mail waits for the new one until {replaced.Until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, and from then on leaves through the platform's, where there is one. Nothing is to be tried before.")),
        RetryOutcome.NotPermitted refused => RestProblems.Conflict($"The tenant's own sender may not be used: {refused.Reason}"),
        RetryOutcome.Inherited => RestProblems.Conflict(
            $"The tenant's mail leaves through the platform's email provider, and only the administrators of {TenantDomain.Super} can have that tried now. Tell them since when mail waits."),
        RetryOutcome.TooSoon soon => RestProblems.TooMany(
            "The provider was tried within the last ten seconds, and each try may count as a sign-in. Nothing was done; try again after the time in the header Retry-After.",
            soon.Wait,
            Limit),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not about a provider."),
    };
}
