using System.Globalization;
using System.Text;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmailConsole.Tests.Servers;

/// <summary>A private PostgreSQL on a free port of loopback, with a folder of its own.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Template = "emailconsole_template";

    private static readonly Lazy<Task<PostgresServer>> OfAllTests = new(StartSharedAsync);

    private readonly ServerFolder _folder;
    private readonly string[] _asUser;
    private readonly bool _isSafe;
    private Daemon? _daemon;
    private bool _endsWithTheProcess;
    private int _databases;

    private PostgresServer(ServerFolder folder, string[] asUser, int port, string password, bool isSafe)
    {
        (_folder, _asUser, Port, Password, _isSafe) = (folder, asUser, port, password, isSafe);
    }

    /// <summary>What it lacks on this machine; null: nothing.</summary>
    public static string? Missing { get; } =
        !OperatingSystem.IsLinux() ? "PostgreSQL is started on Linux only."
        : FindBinaries() is null ? "postgresql 15 or a newer one is not installed (Debian: run test.sh)."
        : ServerFolder.FindParent() is null ? "No temporary folder is open to all users."
        : null;

    public int Port { get; }

    /// <summary>Of the user <c>console</c>, who may create databases.</summary>
    public string Password { get; }

    private string Data => _folder["postgres/data"];

    /// <summary>The one server of all tests, started at its first use; it ends with the process. Forgets what it has when the machine fails.</summary>
    public static Task<PostgresServer> SharedAsync() => OfAllTests.Value;

    /// <param name="isSafe">Whether a commit is on the disk before it is answered.</param>
    public static Task<PostgresServer> StartAsync(bool isSafe = true) => StartAsync(isSafe, endsWithTheProcess: false);

    /// <summary>Starts it, also after <see cref="StopAsync"/>.</summary>
    public async Task ContinueAsync()
    {
        _daemon = Daemon.StartIn(_endsWithTheProcess ? _folder.Path : null, _folder["postgres.log"], [.. _asUser, Path.Combine(FindBinaries()!, "postgres"), .. Settings()]);
        await _daemon.WaitUntilAsync(IsReadyAsync, "PostgreSQL did not start.");
    }

    /// <summary>Ends it at once, as a restart does: connections are closed, what is not committed is undone.</summary>
    public async Task StopAsync()
    {
        if (_daemon is not { } daemon)
        {
            return;
        }

        _daemon = null;
        var process = (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0];
        await Command.RunAsync("kill", "-INT", process);
        await daemon.WaitUntilAsync(() => Task.FromResult(!File.Exists(Path.Combine(Data, "postmaster.pid"))), "PostgreSQL did not stop.");
        await daemon.DisposeAsync();
    }

    /// <summary>A new database.</summary>
    /// <param name="isEmpty">False: with the tables.</param>
    /// <param name="options">Of an empty one.</param>
    public async Task<PostgresDatabase> CreateDatabaseAsync(bool isEmpty = false, string options = "")
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync(isEmpty ? $"CREATE DATABASE {name} OWNER console {options}" : $"CREATE DATABASE {name} OWNER console TEMPLATE {Template}");
        return new PostgresDatabase(this, name);
    }

    /// <summary>As the administrator of the server.</summary>
    public async Task ExecuteAsync(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(Administrator(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public string Administrator(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Database={database};Username=postgres;Pooling=False;Options=-c default_transaction_read_only=off");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private static async Task<PostgresServer> StartAsync(bool isSafe, bool endsWithTheProcess)
    {
        var folder = new ServerFolder();
        // As root it refuses to run
        string[] asUser = Environment.IsPrivilegedProcess ? [Command.Find("setpriv"), "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
        var server = new PostgresServer(folder, asUser, FreePorts.Take(1)[0], $"pass{Guid.NewGuid():N}", isSafe) { _endsWithTheProcess = endsWithTheProcess };
        var home = folder.CreateFolder("postgres");
        if (asUser.Length > 0)
        {
            await Command.RunAsync("chown", "postgres:", home);
        }

        await server.RunAsync("initdb", "-D", server.Data, "-E", "UTF8", "--locale=C", "-A", "trust", "-U", "postgres", "--no-sync");
        await server.ContinueAsync();
        await server.ExecuteAsync($"CREATE ROLE console LOGIN CREATEDB PASSWORD '{server.Password}'");

        // From here on with a password, over TCP
        await File.WriteAllTextAsync(Path.Combine(server.Data, "pg_hba.conf"), "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
        await server.ExecuteAsync("SELECT pg_reload_conf()");
        return server;
    }

    private static async Task<PostgresServer> StartSharedAsync()
    {
        var server = await StartAsync(isSafe: false, endsWithTheProcess: true);
        await server.ExecuteAsync($"CREATE DATABASE {Template} OWNER console");
        await using (var db = new PostgresDb(new DbContextOptionsBuilder<EmailConsoleDb>().UseNpgsql(new PostgresDatabase(server, Template).ConnectionString + ";Pooling=False").Options))
        {
            await db.Database.MigrateAsync();
        }

        return server;
    }

    private IEnumerable<string> Settings()
    {
        yield return "-D";
        yield return Data;
        string[] settings =
        [
            string.Create(CultureInfo.InvariantCulture, $"port={Port}"), "listen_addresses=127.0.0.1", "unix_socket_directories=",
            "max_connections=300", "dynamic_shared_memory_type=mmap", "shared_buffers=32MB", "password_encryption=scram-sha-256",
            .. _isSafe ? Array.Empty<string>() : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
        ];
        foreach (var setting in settings)
        {
            yield return "-c";
            yield return setting;
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            await ExecuteAsync("SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private Task RunAsync(string program, params string[] arguments)
    {
        string[] all = [.. _asUser, Path.Combine(FindBinaries()!, program), .. arguments];
        return Command.RunAsync(all[0], all[1..]);
    }

    // Debian keeps each version apart
    private static string? FindBinaries() =>
        (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
            .Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var major) && major >= 15)
            .Select(folder => Path.Combine(folder, "bin"))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
        ?? Path.GetDirectoryName(Requirement.FindProgram("initdb"));
}

/// <summary>One test's own, dropped with it, whoever is still connected.</summary>
internal sealed class PostgresDatabase(PostgresServer server, string name) : IAsyncDisposable
{
    public string Name => name;

    public string ConnectionString =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={server.Port};Database={name};Username=console;Password={server.Password}");

    /// <summary>All rows of all tables, bytes as they are where they are letters.</summary>
    public async Task<string> ReadAllAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=False");
        await connection.OpenAsync();
        await using var tables = new NpgsqlCommand("SET bytea_output = 'escape'; SELECT string_agg(quote_ident(tablename), ',') FROM pg_tables WHERE schemaname = 'public'", connection);
        var all = new StringBuilder();
        foreach (var table in ((string)(await tables.ExecuteScalarAsync())!).Split(','))
        {
            using var reader = await connection.BeginTextExportAsync($"COPY {table} TO STDOUT");
            all.Append(await reader.ReadToEndAsync());
        }

        return all.ToString();
    }

    public async ValueTask DisposeAsync() => await server.ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
}
