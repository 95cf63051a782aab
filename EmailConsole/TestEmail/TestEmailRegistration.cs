namespace EmailConsole.TestEmail;

public static class TestEmailRegistration
{
    public static void AddTestEmail(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TestEmailQuota>();
        builder.Services.AddTransient<SendTestEmail>();
    }
}
