using System.Reflection;
using System.Text;
using EmailConsole.Persistence;
using EmailConsole.Persistence.Sqlite;
using EmailConsole.Tests.Servers;
using Microsoft.Data.Sqlite;
using Xunit.Sdk;

namespace EmailConsole.Tests.Persistence;

/// <summary>A database of one test's own, of either kind; several consoles may use it at once.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly TemporaryFolder? _folder;
    private readonly PostgresDatabase? _postgres;
    private readonly string _sqlite;
    private bool _isSomebodyElses;

    private TestDatabase(TemporaryFolder? folder, PostgresDatabase? postgres, string? sqlite = null) =>
        (_folder, _postgres, _sqlite, Turns) =
            (folder, postgres, sqlite ?? $"Data Source={folder?["test.db"]};Pooling=False", postgres is null ? null : new CommitTurns(postgres.ConnectionString + ";Pooling=False"));

    /// <summary>What tests take that do not say it: SQLite, unless the environment's <c>TEST_DATABASE</c> names the other.</summary>
    public static DatabaseKind Usual { get; } = Enum.Parse<DatabaseKind>(Environment.GetEnvironmentVariable("TEST_DATABASE") ?? nameof(DatabaseKind.Sqlite), ignoreCase: true);

    /// <summary>For those who race on PostgreSQL; null: SQLite has one writer at a time.</summary>
    public CommitTurns? Turns { get; }

    public DatabaseKind Kind => _postgres is null ? DatabaseKind.Sqlite : DatabaseKind.PostgreSql;

    public string ConnectionString => _postgres?.ConnectionString ?? _sqlite;

    /// <summary>The keys of the configuration that name it.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Database:Provider", Kind.ToString()),
        new("ConnectionStrings:EmailConsole", ConnectionString),
        // Two consoles of a test need a few connections, and a server of all tests has 300
        .. _postgres is null ? Array.Empty<KeyValuePair<string, string?>>() : [new("Database:MaxPoolSize", "10")],
    ];

    /// <summary>PostgreSQL's has its tables, SQLite's is no file yet.</summary>
    public static async Task<TestDatabase> CreateAsync(DatabaseKind? kind = null) => (kind ?? Usual) == DatabaseKind.PostgreSql
        ? new TestDatabase(null, await (await PostgresServer.SharedAsync()).CreateDatabaseAsync())
        : new TestDatabase(new TemporaryFolder(), null);

    /// <summary>All that is in it, as whoever copies it finds it; what is no text, byte by byte.</summary>
    public async Task<string> ReadAllAsync()
    {
        if (_postgres is not null)
        {
            return await _postgres.ReadAllAsync();
        }

        var all = new StringBuilder();
        foreach (var file in Directory.GetFiles(_folder!.Path, "test.db*").Where(f => !f.EndsWith(DatabaseLock.Suffix, StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            all.Append(await reader.ReadToEndAsync());
        }

        return all.ToString();
    }

    /// <summary>One of a server of the test's own.</summary>
    public static async Task<TestDatabase> CreateAsync(PostgresServer server) => new(null, await server.CreateDatabaseAsync(isEmpty: true)) { _isSomebodyElses = true };

    /// <summary>A file that the test removes itself.</summary>
    public static TestDatabase Of(SqliteConnectionStringBuilder file) => new(null, null, file.ConnectionString);

    /// <summary>One that the test drops itself.</summary>
    public static TestDatabase Of(PostgresDatabase database) => new(null, database) { _isSomebodyElses = true };

    public async ValueTask DisposeAsync()
    {
        _folder?.Dispose();
        if (_postgres is not null && !_isSomebodyElses)
        {
            await _postgres.DisposeAsync();
        }
    }
}

/// <summary>Runs a theory on SQLite; the kind is its first argument.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class OnSqliteAttribute(params object?[] values) : DataAttribute
{
    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) => [[DatabaseKind.Sqlite, .. values]];
}

/// <summary>Runs a theory on a real PostgreSQL; the kind is its first argument.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class OnPostgresAttribute : DataAttribute
{
    private readonly object?[] _values;

    public OnPostgresAttribute(params object?[] values) => (_values, Skip) = (values, Requirement.SkipUnless(PostgresServer.Missing));

    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) => [[DatabaseKind.PostgreSql, .. _values]];
}

/// <summary>A test that needs PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = Requirement.SkipUnless(PostgresServer.Missing);
}
