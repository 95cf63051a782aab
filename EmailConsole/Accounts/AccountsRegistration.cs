using EmailConsole.Deployment;

namespace EmailConsole.Accounts;

public static class AccountsRegistration
{
    public static void AddAccounts(this IHostApplicationBuilder builder, Home home)
    {
    }

    public static void MapAccounts(this WebApplication app)
    {
    }
}
