namespace EmailConsole.TestEmail;

public static class TestEmailRegistration
{
    public static void AddTestEmail(this IHostApplicationBuilder builder)
    {
    }
}
