using EmailConsole.Cluster;
using EmailConsole.Tenants.Telemetry;
using Microsoft.AspNetCore.Authorization;

namespace EmailConsole.Tenants;

public static class TenantsRegistration
{
    public static void AddTenants(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TenantAccess>();
        builder.Services.AddSingleton<FindTenants>();
        builder.Services.AddSingleton(typeof(Listeners<>));
        builder.Services.AddSingleton<IClusterEventListener, TenantEvents>();
        builder.Services.AddSingleton<TenantLabel>();
        builder.Services.AddSingleton<IAuthorizationHandler, TenantRequirementHandler>();
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, TenantAuthorizationResults>();
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(TenantPolicies.View, Require(TenantPermission.View))
            .AddPolicy(TenantPolicies.Administer, Require(TenantPermission.Administer))
            .AddPolicy(TenantPolicies.Platform, Require(null));
    }

    private static Action<AuthorizationPolicyBuilder> Require(TenantPermission? permission) => policy =>
        policy.RequireAuthenticatedUser().AddRequirements(new TenantRequirement(permission));
}
