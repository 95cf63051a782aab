using EmailConsole.Cluster;
using EmailConsole.EmailProviders.Api;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.EmailProviders.Guides;
using EmailConsole.EmailProviders.InForce;
using EmailConsole.EmailProviders.Presets;
using EmailConsole.EmailProviders.Secrets;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders;

public static class EmailProvidersRegistration
{
    public static void AddEmailProviders(this IHostApplicationBuilder builder)
    {
        builder.Services.AddDataProtection();
        builder.Services.AddSingleton<ProviderSecrets>();
        builder.Services.AddSingleton<OfferedPresets>();
        builder.Services.AddOptions<EmailProvidersOptions>().BindConfiguration(EmailProvidersOptions.Section)
            .Validate(
                o => o.ReplaceWithin >= TimeSpan.Zero && o.ReplaceWithin <= EmailProvidersOptions.LongestReplaceWithin,
                "EmailProviders:ReplaceWithin must be between 00:00:00 and 00:05:00, such as '00:00:05'.")
            .ValidateOnStart();
        builder.Services.AddSingleton<ReplacementWait>();
        builder.Services.AddSingleton<ReplacementWatch>();
        builder.Services.AddHostedService(s => s.GetRequiredService<ReplacementWatch>());
        builder.Services.AddSingleton<EffectiveProvider>();
        builder.Services.AddSingleton<IEffectiveProvider>(s => s.GetRequiredService<EffectiveProvider>());
        builder.Services.AddSingleton<TenantProviderSummary>();
        builder.Services.AddSingleton<ITenantProviderSummary>(s => s.GetRequiredService<TenantProviderSummary>());
        builder.Services.AddSingleton<ITenantRoutes>(s => s.GetRequiredService<TenantProviderSummary>());
        builder.Services.AddEditing();
        builder.Services.AddSuperTenantProvider();
        builder.Services.AddSenders();
    }

    public static void MapEmailProviders(this IEndpointRouteBuilder routes) => routes.MapSenders();

    /// <summary>Registers <see cref="ISuperTenantProvider"/>, its announcements and its health check.</summary>
    internal static void AddSuperTenantProvider(this IServiceCollection services)
    {
        services.AddSingleton<OwnServerRule>();
        services.AddSingleton<ISuperTenantProvider, SuperTenantProvider>();
        services.AddHostedService<SuperTenantAnnouncer>();
        services.AddSingleton<NodeFiles>();
        services.AddHostedService(s => s.GetRequiredService<NodeFiles>());
        services.AddHealthChecks().AddCheck<DeploymentHealthCheck>(DeploymentHealthCheck.Name, tags: ["ready"]).AddCheck<NodeFiles>(NodeFiles.Name, tags: ["ready"]);
    }

    private static void AddEditing(this IServiceCollection services)
    {
        services.AddSingleton<StoredProviders>();
        services.AddSingleton<ProviderChanges>();
        services.AddSingleton<IClusterEventListener, ProviderEvents>();
        services.AddSingleton<LoadEmailProvider>();
        services.AddSingleton<ProviderEdits>();
        services.AddSingleton<IRevertPreview, RevertPreview>();
        services.AddSingleton<EmailProviderWriter>();
        services.AddSingleton<IEmailProviderWriter>(s => s.GetRequiredService<EmailProviderWriter>());
        services.AddSingleton<IRouteWriter, RouteWriter>();
        services.AddSingleton<SenderRules>();
        services.AddSingleton<IProgramSenders, ProgramSenders>();
        services.AddSingleton<PrepareEmailProvider>();
        services.AddSingleton<IGuideTicks, GuideTicks>();
    }
}
