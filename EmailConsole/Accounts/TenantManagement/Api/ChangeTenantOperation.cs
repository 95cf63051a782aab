using System.Text.Json;
using EmailConsole.Accounts.TenantManagement.Api.Bodies;
using EmailConsole.Rest.Server;

namespace EmailConsole.Accounts.TenantManagement.Api;

/// <summary><c>PUT /tenants/{id}/lifecycle-status</c> and <c>DELETE /tenants/{id}/metadata</c>.</summary>
internal static class ChangeTenantOperation
{
    public static async Task<IResult> SetActiveAsync(
        string id, HttpContext http, SetTenantActive active, ConsoleAddress console, CancellationToken cancellationToken)
    {
        var (body, refusal) = await ServerBody.ReadAsync<LifecycleStatusBody>(http.Request, JsonSerializerOptions.Web);
        if (body is null)
        {
            return refusal!;
        }

        if (body.Activated is not { } isActive)
        {
            return TenantErrors.Missing("activated");
        }

        if (!Guid.TryParse(id, out var tenantId))
        {
            return TenantErrors.NotFound(id);
        }

        var result = await active.HandleAsync(http.User, tenantId, isActive, cancellationToken);
        if (result is TenantResult.IsSuperTenant && isActive)
        {
            result = new TenantResult.Changed(Tenants.TenantDomain.Super);
        }

        if (result is not TenantResult.Changed)
        {
            return Refused(result, id);
        }

        http.Response.Headers.Location = TenantAddress.Of(http.Request, console, tenantId);
        return TypedResults.Ok();
    }

    public static async Task<IResult> DeleteAsync(string id, HttpContext http, DeleteTenant delete, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var tenantId))
        {
            return TenantErrors.NotFound(id);
        }

        var result = await delete.HandleAsync(http.User, tenantId, cancellationToken);
        return result is TenantResult.Deleted ? TypedResults.NoContent() : Refused(result, id);
    }

    private static IResult Refused(TenantResult result, string id) => result switch
    {
        TenantResult.Gone => TenantErrors.NotFound(id),
        TenantResult.IsSuperTenant => TenantErrors.Invalid("The super tenant is always active and cannot be deleted."),
        _ => TypedResults.StatusCode(StatusCodes.Status403Forbidden),
    };
}
