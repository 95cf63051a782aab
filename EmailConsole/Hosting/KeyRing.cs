using EmailConsole.Deployment;
using EmailConsole.Persistence;
using Microsoft.AspNetCore.DataProtection;

namespace EmailConsole.Hosting;

/// <summary>
/// The keys that protect stored secrets and cookies: files in a folder that only the service's user can read, outside
/// the database, so that a copy of the database alone reveals nothing.
/// </summary>
internal static class KeyRing
{
    public const string PathKey = "KeyRing:Path";

    private const string ApplicationName = "EmailConsole";

    public static void AddKeyRing(this IHostApplicationBuilder builder, Home home)
    {
        var configured = builder.Configuration[PathKey];
        var folder = home.Resolve(string.IsNullOrWhiteSpace(configured) ? "data/keys" : configured);
        try
        {
            PrivateFolder.Create(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"{PathKey}: the folder {folder} cannot be made: {e.Message}", e);
        }

        builder.Services.AddDataProtection()
            .SetApplicationName(ApplicationName)
            .PersistKeysToFileSystem(new DirectoryInfo(folder));

        // It says at every start that the key files are not encrypted: the folder's mode is what protects them
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
    }
}
