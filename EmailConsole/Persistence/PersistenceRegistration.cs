using EmailConsole.Persistence.Postgres;
using EmailConsole.Persistence.Sqlite;
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
            .Validate(o => o.Kind is not null, "Database:Provider must be 'Sqlite' or 'PostgreSql'.")
            .Validate(o => o.ConnectTimeout >= TimeSpan.FromSeconds(1) && o.ConnectTimeout <= TimeSpan.FromMinutes(5), "Database:ConnectTimeout must be between 00:00:01 and 00:05:00.")
            .Validate(o => o.CommandTimeout >= TimeSpan.FromSeconds(1) && o.CommandTimeout <= TimeSpan.FromHours(1), "Database:CommandTimeout must be between 00:00:01 and 01:00:00.")
            .Validate(o => o.MaxPoolSize is >= 5 and <= 1000, "Database:MaxPoolSize must be between 5 and 1000.")
            .ValidateOnStart();

        var options = builder.ReadDatabase();
        var connectionString = builder.ReadConnectionString();
        builder.Services.AddSingleton(_ => DatabaseLocation.Parse(connectionString, options, resolve));
        if (options.Kind == DatabaseKind.PostgreSql)
        {
            builder.Services.AddPostgres();
        }
        else
        {
            builder.Services.AddSqlite();
        }

        // Identity and the key ring ask for a context, not for the factory
        builder.Services.AddScoped(services => services.GetRequiredService<IDbContextFactory<EmailConsoleDb>>().CreateDbContext());
        builder.Services.AddSingleton<DatabaseMigration>();
        builder.Services.AddHostedService<DatabaseStartup>();
    }

    /// <summary>The section <c>Database</c>, for those who register by its kind.</summary>
    internal static DatabaseOptions ReadDatabase(this IHostApplicationBuilder builder) =>
        builder.Configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions();

    /// <summary>As it is configured.</summary>
    internal static string ReadConnectionString(this IHostApplicationBuilder builder) =>
        builder.Configuration.GetConnectionString("EmailConsole") ?? "Data Source=data/emailconsole.db";
}
