namespace EmailConsole.EmailProviders.SuperTenant;

internal static class SuperTenantRegistration
{
    /// <summary>Registers <see cref="ISuperTenantProvider"/>, its announcements and its health check.</summary>
    public static void AddSuperTenantProvider(this IServiceCollection services)
    {
        services.AddSingleton<ISuperTenantProvider, SuperTenantProvider>();
        services.AddHostedService<SuperTenantAnnouncer>();
        services.AddHealthChecks().AddCheck<DeploymentHealthCheck>(DeploymentHealthCheck.Name, tags: ["ready"]);
    }
}
