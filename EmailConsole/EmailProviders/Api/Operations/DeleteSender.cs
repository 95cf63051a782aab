using EmailConsole.EmailProviders.Api.Answers;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Rest;
using EmailConsole.Rest.Server;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.Api.Operations;

/// <summary>
/// <c>DELETE …/email/{name}</c>: the super tenant's provider is in force again, once no POST has followed for some seconds.
/// </summary>
internal sealed class DeleteSender(StoredProviders stored, EmailProviderWriter writer)
{
    public async Task<IResult> HandleAsync(HttpContext http, RestCaller caller, string name) =>
        TenantDomain.IsSuper(caller.TenantDomain)
            ? ServerMethods.NotAllowed(http, "GET")
            : await LastWrite.WinsAsync(http, () => TryAsync(http, caller, name));

    /// <returns>Null where somebody else wrote in between.</returns>
    private async Task<IResult?> TryAsync(HttpContext http, RestCaller caller, string name)
    {
        if (name != SenderName.System || await stored.DescribeAsync(caller.TenantId, http.RequestAborted) is not { } before)
        {
            return SenderErrors.NotFound(name);
        }

        if (!http.MatchesIfMatch(before.Version))
        {
            return LastWrite.PreconditionFailed;
        }

        return await writer.RemoveForReplacementAsync(http.User, caller.TenantDomain, before.Version, http.RequestAborted) switch
        {
            UpdateResult.Saved => TypedResults.NoContent(),
            UpdateResult.ChangedElsewhere => null,
            UpdateResult.Refused refused => SenderAnswer.Refused(refused.Decision),
            _ => ServerMethods.NotAllowed(http, "GET"),
        };
    }
}
