using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EmailConsole.Persistence;

/// <summary>Where the database is.</summary>
/// <param name="ConnectionString">With an absolute path, or with all that is set for a server. Holds a password.</param>
/// <param name="Name">What people are told: SQLite's file, or the name on its server.</param>
/// <param name="Folder">Where this console keeps what belongs beside the database.</param>
internal sealed record DatabaseLocation(string ConnectionString, string Name, string Folder)
{
    /// <exception cref="OptionsValidationException">The connection string cannot be read; the message names the key.</exception>
    public static DatabaseLocation Parse(string connectionString, DatabaseOptions options, Func<string, string> resolve) =>
        options.Kind == DatabaseKind.PostgreSql ? ParsePostgres(connectionString, options, resolve) : ParseSqlite(connectionString, resolve);

    // For ToString, which ends in logs
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(nameof(Name)).Append(" = ").Append(Name);
        return true;
    }

    private static DatabaseLocation ParseSqlite(string connectionString, Func<string, string> resolve)
    {
        SqliteConnectionStringBuilder parts;
        try
        {
            parts = new SqliteConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException e)
        {
            throw Invalid(e.Message);
        }

        if (parts.DataSource.Length == 0)
        {
            throw Invalid("it has no 'Data Source'.");
        }

        if (parts.DataSource == ":memory:" || parts.Mode == SqliteOpenMode.Memory)
        {
            throw Invalid("a database in memory would lose everything at a stop.");
        }

        parts.DataSource = resolve(parts.DataSource);
        return new DatabaseLocation(parts.ConnectionString, parts.DataSource, Path.GetDirectoryName(parts.DataSource)!);
    }

    // What is wrong with it is not repeated: it may be a part of the password
    private static DatabaseLocation ParsePostgres(string connectionString, DatabaseOptions options, Func<string, string> resolve)
    {
        NpgsqlConnectionStringBuilder parts;
        try
        {
            parts = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw Invalid(
                "PostgreSQL (Database:Provider) needs the form 'Host=…;Port=5432;Database=…;Username=…;Password=…', and a value with a semicolon or a quote in quotes.");
        }

        if (string.IsNullOrWhiteSpace(parts.Host) || string.IsNullOrWhiteSpace(parts.Database))
        {
            throw Invalid("PostgreSQL (Database:Provider) needs 'Host' and 'Database'.");
        }

        Default(parts, "Timeout", (int)options.ConnectTimeout.TotalSeconds);
        Default(parts, "Command Timeout", (int)options.CommandTimeout.TotalSeconds);
        Default(parts, "Maximum Pool Size", options.MaxPoolSize);
        Default(parts, "Max Auto Prepare", 50);
        Default(parts, "Application Name", "EmailConsole");

        // A firewall may forget a connection that says nothing
        Default(parts, "Keepalive", 30);

        // What a console that is frozen, or cut off, holds locked is free again after that
        Default(parts, "Options", "-c idle_in_transaction_session_timeout=10s");
        return new DatabaseLocation(parts.ConnectionString, $"{parts.Database} on {parts.Host}:{parts.Port}", resolve("data"));
    }

    private static void Default(NpgsqlConnectionStringBuilder parts, string key, object value)
    {
        if (!parts.Keys.Contains(key, StringComparer.Ordinal))
        {
            parts[key] = value;
        }
    }

    private static OptionsValidationException Invalid(string why) =>
        new("ConnectionStrings", typeof(string), [$"ConnectionStrings:EmailConsole is not usable: {why}"]);
}
