namespace EmailConsole.Persistence;

/// <summary>A row whose version changes with every save; the version is EF Core's concurrency token.</summary>
public interface IVersioned
{
    /// <summary>Changed by <see cref="EmailConsoleDb"/> on every insert and update.</summary>
    Guid Version { get; set; }
}
