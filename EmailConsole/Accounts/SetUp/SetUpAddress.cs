using Microsoft.AspNetCore.Hosting.Server.Features;

namespace EmailConsole.Accounts.SetUp;

/// <summary>The address by which the set-up page is reached.</summary>
internal static class SetUpAddress
{
    private const string Default = "http://localhost:5240";

    private static readonly string[] AnyHost = ["[::]", "0.0.0.0", "*", "+"];

    /// <summary>
    /// <c>PublicUrl</c>, else the first address that is listened on, whose wildcard host becomes the first host that
    /// <c>AllowedHosts</c> names: any other would be refused. Where it names none, <c>localhost</c>.
    /// </summary>
    public static Uri BaseOf(IConfiguration configuration, IServerAddressesFeature? listening)
    {
        if (ConsoleAddress.Configured(configuration) is { } configured)
        {
            return configured;
        }

        var address = listening?.Addresses.FirstOrDefault() ?? Default;
        var host = AllowedHost(configuration) ?? "localhost";
        foreach (var any in AnyHost)
        {
            address = address.Replace($"://{any}", $"://{host}", StringComparison.Ordinal);
        }

        return ConsoleAddress.WithSlash(address);
    }

    private static string? AllowedHost(IConfiguration configuration) =>
        (configuration["AllowedHosts"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .FirstOrDefault(host => !host.Contains('*', StringComparison.Ordinal) && !AnyHost.Contains(host));
}
