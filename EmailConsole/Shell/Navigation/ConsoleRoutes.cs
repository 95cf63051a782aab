using EmailConsole.Rest.Reference;

namespace EmailConsole.Shell.Navigation;

/// <summary>The addresses of the console's pages.</summary>
public static class ConsoleRoutes
{
    public const string Tenants = "/tenants";
    public const string Nodes = "/nodes";
    public const string DevelopmentMailbox = "/development-mailbox";
    public const string Password = "/account/password";
    public const string Notices = "/account/notices";
    public const string SignOut = "/sign-out";

    public static string EmailProvider(string domain) => $"/t/{domain}/notification-channels/email-provider";

    public static string Deliveries(string domain) => $"/t/{domain}/notification-channels/deliveries";

    public static string Webhooks(string domain) => $"/t/{domain}/notification-channels/webhooks";

    public static string People(string domain) => $"/t/{domain}/people";

    /// <summary>With the tenant filled in.</summary>
    public static string Reference(string domain) => ReferencePage.AddressOf(domain);

    public static string ApiKeys(string domain) => $"/t/{domain}/api-keys";
}
