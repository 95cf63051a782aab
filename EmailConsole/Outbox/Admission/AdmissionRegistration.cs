using EmailConsole.EmailProviders;
using EmailConsole.Outbox.Admission.Forms;
using EmailConsole.Outbox.Admission.Members;

namespace EmailConsole.Outbox.Admission;

internal static class AdmissionRegistration
{
    public static void AddAdmission(this IServiceCollection services)
    {
        services.AddSingleton<SenderDomains>();
        services.AddSingleton<IEmailProviderChanged>(s => s.GetRequiredService<SenderDomains>());
        services.AddSingleton<HeaderMember>();
        services.AddSingleton<EmailReader>();
        services.AddSingleton<FormReader>();
        services.AddSingleton<EmailRules>();
        services.AddSingleton<AdmitEmail>();
    }
}
