using EmailConsole.Deployment;

namespace EmailConsole.EmailProviders;

public static class EmailProvidersRegistration
{
    public static void AddEmailProviders(this IHostApplicationBuilder builder, Home home)
    {
    }
}
