using System.Security.Cryptography.X509Certificates;
using EmailConsole.Cluster;
using EmailConsole.Deployment;
using EmailConsole.Persistence;
using Microsoft.AspNetCore.DataProtection;

namespace EmailConsole.Hosting.Keys;

/// <summary>
/// The keys that protect stored secrets and cookies: files in a folder that only the service's user can read, outside the database, or, with a
/// certificate and PostgreSQL, in the database, where only the certificate's key makes them readable. So a copy of the database alone reveals nothing.
/// </summary>
/// <param name="Current">Protects new keys; null: the folder alone does.</param>
/// <param name="IsInDatabase">All consoles on one database share them.</param>
/// <param name="Folder">Where they are else, or were before; need not exist.</param>
internal sealed record KeyRing(X509Certificate2? Current, bool IsInDatabase, DirectoryInfo Folder)
{
    private const string ApplicationName = "EmailConsole";
    private const string PathKey = $"{KeyRingOptions.Section}:{nameof(KeyRingOptions.Path)}";

    /// <summary>Where the keys are; for whoever has moved the database.</summary>
    public string Whereabouts => IsInDatabase
        ? "The keys are in it as well, for whoever has the certificate (KeyRing:Certificate)."
        : "The keys stay in the folder KeyRing:Path: every console on this database needs that very folder.";

    public static void Add(IHostApplicationBuilder builder, Home home)
    {
        AddProtection(builder, home);
        builder.Services.AddSingleton<IDatabaseStep, KeyRingStep>();
    }

    /// <summary>For a database that takes over what another one held.</summary>
    public static void AddForMove(IHostApplicationBuilder builder, Home home)
    {
        AddProtection(builder, home);
        builder.Services.AddSingleton<KeyRingStep>();
    }

    private static void AddProtection(IHostApplicationBuilder builder, Home home)
    {
        var options = builder.Configuration.GetSection(KeyRingOptions.Section).Get<KeyRingOptions>() ?? new KeyRingOptions();
        if (builder.ReadCluster().Enabled && string.IsNullOrWhiteSpace(options.Certificate) && string.IsNullOrWhiteSpace(builder.Configuration[PathKey]))
        {
            throw new CannotStartException(
                "Cluster:Enabled needs one key ring for all nodes: KeyRing:Certificate, the same on each, or a folder that all share as KeyRing:Path. "
                + "With keys of its own a node could not read what another one has stored (docs/cluster.md).");
        }

        var current = string.IsNullOrWhiteSpace(options.Certificate) ? null : RingCertificate.Load(options, KeyRingOptions.Section, home.Resolve);
        var old = options.OldCertificates.Select((o, i) => RingCertificate.Load(o, $"{KeyRingOptions.Section}:OldCertificates:{i}", home.Resolve)).ToList();
        var folder = home.Resolve(string.IsNullOrWhiteSpace(options.Path) ? KeyRingOptions.DefaultPath : options.Path);
        var ring = new KeyRing(current, current is not null && builder.ReadDatabase().Kind == DatabaseKind.PostgreSql, new DirectoryInfo(folder));
        builder.Services.AddSingleton(ring);
        builder.Services.AddSingleton<KeyRingCheck>();
        builder.Services.AddSingleton<KeyRingImport>();

        var protection = builder.Services.AddDataProtection().SetApplicationName(ApplicationName);
        if (current is not null)
        {
            protection.ProtectKeysWithCertificate(current);
        }

        protection.UnprotectKeysWithAnyCertificate([.. old]);
        if (ring.IsInDatabase)
        {
            protection.PersistKeysToDbContext<PostgresDb>();
        }
        else
        {
            protection.PersistKeysToFileSystem(MakeFolder(folder));

            // It says at every start that the key files are not encrypted: the folder's mode is what protects them
            builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        }
    }

    private static DirectoryInfo MakeFolder(string folder)
    {
        try
        {
            PrivateFolder.Create(folder);
            return new DirectoryInfo(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"KeyRing:Path: the folder {folder} cannot be made: {e.Message}", e);
        }
    }
}

/// <summary>The section <c>KeyRing</c>.</summary>
internal sealed class KeyRingOptions : RingCertificateOptions
{
    public const string Section = "KeyRing";

    public const string DefaultPath = "data/keys";

    /// <summary>The folder of the keys, where they are not in the database; relative to home.</summary>
    public string Path { get; set; } = DefaultPath;

    /// <summary>Certificates that protected keys which are still needed.</summary>
    public IList<RingCertificateOptions> OldCertificates { get; } = [];
}
