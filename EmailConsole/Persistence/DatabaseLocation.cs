using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace EmailConsole.Persistence;

/// <summary>Where the database is.</summary>
/// <param name="ConnectionString">With an absolute path.</param>
/// <param name="File">The database file.</param>
internal sealed record DatabaseLocation(string ConnectionString, string File)
{
    /// <exception cref="OptionsValidationException">The connection string cannot be read; the message names the key.</exception>
    public static DatabaseLocation Parse(string connectionString, Func<string, string> resolve)
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
        return new DatabaseLocation(parts.ConnectionString, parts.DataSource);
    }

    private static OptionsValidationException Invalid(string why) =>
        new("ConnectionStrings", typeof(string), [$"ConnectionStrings:EmailConsole is not usable: {why}"]);
}
