using EmailConsole.EmailProviders.Api.Answers;
using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Rest;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.Api.Operations;

/// <summary><c>GET …/email</c>: the tenant's own sender, or none.</summary>
internal sealed class ListSenders(LoadEmailProvider load)
{
    public async Task<IResult> HandleAsync(HttpContext http, RestCaller caller, SenderVersion version) =>
        await load.LoadAsync(http.User, caller.TenantDomain, http.RequestAborted) switch
        {
            LoadResult.Loaded { Own: { } own } => SenderAnswer.Json(http, new[] { SenderAnswer.Body(http, own.Settings, own.Written, version) }),
            LoadResult.Loaded { InForce: { } settings } when TenantDomain.IsSuper(caller.TenantDomain) =>
                SenderAnswer.Json(http, new[] { SenderAnswer.Body(http, settings, null, version) }),
            LoadResult.Loaded => SenderAnswer.Json(http, Array.Empty<object>()),
            LoadResult.Refused refused => SenderAnswer.Refused(refused.Decision),
            var other => throw new InvalidOperationException($"Not a result: {other}."),
        };
}
