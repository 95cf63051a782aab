using EmailConsole.Deployment;
using EmailConsole.EmailProviders.Api;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.EmailProviders.Secrets;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders;

public static class EmailProvidersRegistration
{
    public static void AddEmailProviders(this IHostApplicationBuilder builder, Home home)
    {
        builder.Services.AddDataProtection();
        builder.Services.AddSingleton<ProviderSecrets>();
        builder.Services.AddSingleton<IEffectiveProvider, EffectiveProvider>();
        builder.Services.AddSingleton<ITenantProviderSummary, TenantProviderSummary>();
        builder.Services.AddEditing();
        builder.Services.AddSuperTenantProvider();
        builder.Services.AddSenders();
    }

    public static void MapEmailProviders(this IEndpointRouteBuilder routes) => routes.MapSenders();

    private static void AddEditing(this IServiceCollection services)
    {
        services.AddSingleton<StoredProviders>();
        services.AddSingleton<ProviderChanges>();
        services.AddSingleton<LoadEmailProvider>();
        services.AddSingleton<UpdateEmailProvider>();
        services.AddSingleton<RevertEmailProvider>();
        services.AddSingleton<PrepareEmailProvider>();
        services.AddSingleton<IEmailProviderEditor, EmailProviderEditor>();
    }
}
