using EmailConsole.Accounts.TenantManagement.Api.Bodies;
using EmailConsole.Rest.Server;

namespace EmailConsole.Accounts.TenantManagement.Api;

/// <summary><c>GET /tenants/{id}</c>, <c>GET</c> and <c>HEAD /tenants/domain/{domain}</c>.</summary>
internal static class GetTenantOperation
{
    public static async Task<IResult> ByIdAsync(string id, HttpContext http, TenantDirectory directory, CancellationToken cancellationToken) =>
        Answer(await directory.FindAsync(http.User, id, cancellationToken), TenantErrors.NotFound(id));

    public static async Task<IResult> ByDomainAsync(string domain, HttpContext http, TenantDirectory directory, CancellationToken cancellationToken) =>
        Answer(await directory.FindByDomainAsync(http.User, domain, cancellationToken), TenantErrors.DomainNotFound(domain));

    private static IResult Answer(IReadOnlyList<TenantEntry>? found, ServerError notFound) => found switch
    {
        null => TypedResults.StatusCode(StatusCodes.Status403Forbidden),
        [var entry, ..] => TypedResults.Ok(TenantBody.Of(entry)),
        _ => notFound,
    };
}
