namespace EmailConsole.Persistence;

/// <summary>The section <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary>Only <c>Sqlite</c>, the default.</summary>
    public string Provider { get; set; } = "Sqlite";
}
