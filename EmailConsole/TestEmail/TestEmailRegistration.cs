using EmailConsole.Cluster;

namespace EmailConsole.TestEmail;

public static class TestEmailRegistration
{
    public static void AddTestEmail(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TestEmailQuota>();
        builder.Services.AddSingleton<INewsListener>(s => s.GetRequiredService<TestEmailQuota>());
        builder.Services.AddTransient<SendTestEmail>();
    }
}
