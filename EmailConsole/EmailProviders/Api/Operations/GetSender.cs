using EmailConsole.EmailProviders.Api.Answers;
using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Rest;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.Api.Operations;

/// <summary><c>GET …/email/{name}</c>. The super tenant's is that of <c>deployment.toml</c>.</summary>
internal sealed class GetSender(LoadEmailProvider load)
{
    public async Task<IResult> HandleAsync(HttpContext http, RestCaller caller, string name, SenderVersion version) =>
        await load.LoadAsync(http.User, caller.TenantDomain, http.RequestAborted) switch
        {
            LoadResult.Refused refused => SenderAnswer.Refused(refused.Decision),
            LoadResult.Loaded when name != SenderName.System => SenderErrors.NotFound(name),
            LoadResult.Loaded { Own: { } own } => SenderAnswer.One(http, own, version),
            LoadResult.Loaded { InForce: var settings } when TenantDomain.IsSuper(caller.TenantDomain) => settings is null
                ? SenderErrors.NoneInSuperTenant()
                : SenderAnswer.Json(http, SenderAnswer.Body(http, settings, null, version)),
            _ => SenderErrors.NotFound(name),
        };
}
