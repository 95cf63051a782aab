using EmailConsole.Deployment;
using EmailConsole.Hosting.Keys;
using EmailConsole.Persistence;
using EmailConsole.Persistence.Postgres;
using EmailConsole.Persistence.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EmailConsole.Hosting.Moving;

/// <summary>
/// <c>EmailConsole move-database</c>: copies everything from the console's SQLite database to an empty PostgreSQL database. The console is stopped
/// meanwhile: both databases are held, and the source is opened for reading alone.
/// </summary>
internal static class MoveDatabaseCommand
{
    public const string Name = "move-database";

    private const string ToKey = "to";

    private const string Usage =
        """
        move-database --to "Host=…;Database=…;Username=…"   [--KEY=VALUE …]

        Copies the console's SQLite database, messages that wait included, to an empty PostgreSQL database. Stop the console first.
        Where it ended in the middle, run it again. The password comes from the environment's PGPASSWORD, or from the file that PGPASSFILE names:
        what the command line holds, others on this machine can read.
        """;

    /// <returns>0: all is there; 1: something is left to do; 2: the command line is wrong; 78: the configuration. The output says which.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder(args);
        if (string.IsNullOrWhiteSpace(builder.Configuration[ToKey]))
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            await MoveAsync(builder, output, cancellationToken);
            return 0;
        }
        catch (Exception e) when (Explain(e) is { } reason)
        {
            await output.WriteLineAsync($"Not moved: {reason}");
            return e is CannotStartException or OptionsValidationException ? Launch.ConfigurationError : 1;
        }
    }

    private static string? Explain(Exception e) => e switch
    {
        CannotStartException => e.Message,
        OptionsValidationException invalid => string.Join(' ', invalid.Failures),
        IOException or UnauthorizedAccessException => e.Message,
        _ when DatabaseFaults.IsCauseOf(e) => $"{DatabaseFaults.Describe(e)} The source is as it was; run it again, and it goes on where it stopped.",
        _ => null,
    };

    private static async Task MoveAsync(IHostApplicationBuilder configured, TextWriter output, CancellationToken cancellationToken)
    {
        var home = configured.AddHome();
        var from = FindSource(configured, home);
        await using var source = OpenSource(from, home);
        await source.GetRequiredService<DatabaseLock>().TakeAsync(cancellationToken);
        var moved = await MoveSource.ReadAsync(from.Name, cancellationToken);
        await using var sourceDb = await source.GetRequiredService<IDbContextFactory<EmailConsoleDb>>().CreateDbContextAsync(cancellationToken);
        if (!(await sourceDb.Database.GetAppliedMigrationsAsync(cancellationToken)).SequenceEqual(sourceDb.Database.GetMigrations(), StringComparer.Ordinal))
        {
            throw new CannotStartException(
                $"ConnectionStrings:EmailConsole: the database {from.Name} is of another version. Start this version of the console with it once, and stop it.");
        }

        await using var target = OpenTarget(configured, home);
        var to = target.GetRequiredService<DatabaseLocation>().Name;
        await output.WriteLineAsync($"From {from.Name} to {to}");
        await target.GetRequiredService<IDatabaseStart>().RunAsync(cancellationToken);
        await using var targetDb = await target.GetRequiredService<IDbContextFactory<EmailConsoleDb>>().CreateDbContextAsync(cancellationToken);
        await HoldAsync(targetDb, to, target.GetRequiredService<TimeProvider>(), cancellationToken);
        await new DatabaseMove(sourceDb, targetDb, moved, target.GetRequiredService<KeyRingImport>(), output).RunAsync(cancellationToken);
        await output.WriteLineAsync(
            $"All is there. Now set Database:Provider to PostgreSql, ConnectionStrings:EmailConsole to the other database, and start the console. {target.GetRequiredService<KeyRing>().Whereabouts}");
    }

    /// <summary>As a console does, by the connection that copies: where it is lost, nothing more is copied.</summary>
    private static async Task HoldAsync(EmailConsoleDb db, string name, TimeProvider clock, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("SET idle_in_transaction_session_timeout = '5min'", cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        if (!await PostgresLocks.TryTakeAsync(connection, PostgresLock.Move, clock, static _ => { }, cancellationToken) || await IsInUseAsync(connection, cancellationToken))
        {
            throw new CannotStartException($"--{ToKey}: the database {name} is in use by another EmailConsole. Stop that one, or take an empty database.");
        }
    }

    // Those that have beaten lately; a row that does not beat is of a node that was killed
    private static async Task<bool> IsInUseAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT 1 FROM Nodes WHERE SeenAt > clock_timestamp() - interval '10 seconds')", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static DatabaseLocation FindSource(IHostApplicationBuilder configured, Home home)
    {
        if (configured.ReadDatabase().Kind != DatabaseKind.Sqlite)
        {
            throw new CannotStartException("Database:Provider: it must be 'Sqlite' until all is moved, and ConnectionStrings:EmailConsole the database to be moved.");
        }

        var file = DatabaseLocation.Parse(configured.ReadConnectionString(), new DatabaseOptions(), home.Resolve);
        return File.Exists(file.Name)
            ? file with { ConnectionString = new SqliteConnectionStringBuilder(file.ConnectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString }
            : throw new CannotStartException($"ConnectionStrings:EmailConsole: there is no database {file.Name}.");
    }

    private static ServiceProvider OpenSource(DatabaseLocation from, Home home)
    {
        var builder = Empty();
        builder.AddPersistence(home.Resolve);
        builder.Services.AddSingleton(from);
        return builder.Services.BuildServiceProvider();
    }

    private static ServiceProvider OpenTarget(IHostApplicationBuilder configured, Home home)
    {
        var builder = Empty();
        builder.Configuration.AddConfiguration(configured.Configuration);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = nameof(DatabaseKind.PostgreSql),
            ["ConnectionStrings:EmailConsole"] = configured.Configuration[ToKey],
        });
        builder.AddPersistence(home.Resolve);
        KeyRing.AddForMove(builder, home);
        builder.Services.AddSingleton<IDatabaseStep, MoveTarget>();
        return builder.Services.BuildServiceProvider();
    }

    private static HostApplicationBuilder Empty()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(TimeProvider.System);
        return builder;
    }
}
