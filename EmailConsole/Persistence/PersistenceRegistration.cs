using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Persistence;

public static class PersistenceRegistration
{
    /// <summary>Registers the database, which is created and migrated at start.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="resolve">Turns a path of the configuration into an absolute one (relative to the home folder).</param>
    public static void AddPersistence(this IHostApplicationBuilder builder, Func<string, string> resolve)
    {
        builder.Services.AddOptions<DatabaseOptions>()
            .BindConfiguration(DatabaseOptions.Section)
            .Validate(
                options => string.Equals(options.Provider, "Sqlite", StringComparison.OrdinalIgnoreCase),
                "Database:Provider must be 'Sqlite'.")
            .ValidateOnStart();

        var connectionString = builder.Configuration.GetConnectionString("EmailConsole") ?? "Data Source=data/emailconsole.db";
        builder.Services.AddSingleton(_ => DatabaseLocation.Parse(connectionString, resolve));
        builder.Services.AddDbContextFactory<EmailConsoleDb>((services, options) => options
            .UseSqlite(services.GetRequiredService<DatabaseLocation>().ConnectionString)
            .AddInterceptors(new SqlitePragmas()));
        builder.Services.AddSingleton<DatabaseLock>();
        builder.Services.AddHostedService<DatabaseStartup>();
    }
}

/// <summary>The section <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary>Only <c>Sqlite</c>, the default.</summary>
    public string Provider { get; set; } = "Sqlite";
}
