using EmailConsole.Rest.Errors;
using EmailConsole.Rest.Reference;
using EmailConsole.Rest.Server;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Authorization;

namespace EmailConsole.Rest;

public static class RestRegistration
{
    public static void AddRest(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<RestErrors>();
        services.AddSingleton<RefusalLog>();
        services.AddSingleton<RestAddresses>();
        services.AddSingleton<ServerTenants>();
        services.AddSingleton<IRestErrors, ServerErrors>();
        services.AddSingleton<IAuthorizationHandler, RestRequirementHandler>();
        services.AddSingleton<TenantAuthorizationResults>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RestAuthorizationResults>();

        // A body that cannot be read is answered by the middleware, alike in every environment
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddReference();
        RestPolicies.Add(services.AddAuthorizationBuilder());
    }

    /// <summary>Stands behind whatever answers errors with a page, and before routing.</summary>
    public static void UseRest(this IApplicationBuilder app)
    {
        app.UseMiddleware<EncryptedCredentials>();
        app.UseWhen(
            context => RestPaths.IsRest(context.Request.Path),
            rest => rest.UseMiddleware<RestErrorMiddleware>());
    }

    public static void MapRest(this IEndpointRouteBuilder routes)
    {
        routes.MapRestGroup().MapCaller();
        routes.MapReference();
    }
}
