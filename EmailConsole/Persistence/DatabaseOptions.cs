namespace EmailConsole.Persistence;

/// <summary>Which database it is.</summary>
public enum DatabaseKind
{
    /// <summary>A file, for one console alone.</summary>
    Sqlite,

    /// <summary>A server, for as many as you like.</summary>
    PostgreSql,
}

/// <summary>The section <c>Database</c>. What the connection string says itself wins.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary><c>Sqlite</c>, the default, or <c>PostgreSql</c>.</summary>
    public string Provider { get; set; } = nameof(DatabaseKind.Sqlite);

    /// <summary>How long PostgreSQL may take to answer a new connection; 1 s to 5 min.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long PostgreSQL may take for one statement; 1 s to 1 h.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Connections to PostgreSQL at a time; 5 to 1,000.</summary>
    public int MaxPoolSize { get; set; } = 50;

    /// <summary>Null: there is no such provider.</summary>
    public DatabaseKind? Kind => Enum.GetValues<DatabaseKind>()
        .Where(kind => string.Equals(kind.ToString(), Provider, StringComparison.OrdinalIgnoreCase))
        .Select(kind => (DatabaseKind?)kind)
        .SingleOrDefault();
}
