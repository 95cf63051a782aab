using EmailConsole.EmailProviders;

namespace EmailConsole.Submission;

internal static class SenderPoliciesRegistration
{
    public static void AddSenderPolicies(this IServiceCollection services)
    {
        services.AddSingleton<SenderPolicies>();
        services.AddSingleton<IEmailProviderChanged>(s => s.GetRequiredService<SenderPolicies>());
        services.AddSingleton<IProgramSendersChanged>(s => s.GetRequiredService<SenderPolicies>());
    }
}
