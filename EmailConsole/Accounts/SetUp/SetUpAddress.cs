using Microsoft.AspNetCore.Hosting.Server.Features;

namespace EmailConsole.Accounts.SetUp;

/// <summary>The address by which the set-up page is reached.</summary>
internal static class SetUpAddress
{
    private const string Default = "http://localhost:5240";

    /// <summary><c>PublicUrl</c>, else the first address that is listened on; a wildcard host becomes <c>localhost</c>.</summary>
    public static Uri BaseOf(IConfiguration configuration, IServerAddressesFeature? listening)
    {
        var address = configuration["PublicUrl"];
        if (string.IsNullOrWhiteSpace(address))
        {
            address = listening?.Addresses.FirstOrDefault() ?? Default;
        }

        foreach (var wildcard in (string[])["://[::]", "://0.0.0.0", "://*", "://+"])
        {
            address = address.Replace(wildcard, "://localhost", StringComparison.Ordinal);
        }

        return new Uri(address.TrimEnd('/') + '/');
    }
}
