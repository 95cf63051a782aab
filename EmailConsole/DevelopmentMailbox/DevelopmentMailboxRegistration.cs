namespace EmailConsole.DevelopmentMailbox;

public static class DevelopmentMailboxRegistration
{
    public static void AddDevelopmentMailbox(this IHostApplicationBuilder builder)
    {
    }

    public static void MapDevelopmentMailbox(this WebApplication app)
    {
    }
}
