namespace EmailConsole.Persistence;

/// <summary>Makes the database of one kind ready: takes it, creates it, brings it up to date.</summary>
internal interface IDatabaseStart
{
    /// <exception cref="CannotStartException">It cannot be used; the message says why, and what to do.</exception>
    Task RunAsync(CancellationToken cancellationToken);
}

/// <summary>What a room has to do with the database before the console starts; of all consoles one at a time.</summary>
internal interface IDatabaseStep
{
    /// <summary>Before anything is changed.</summary>
    /// <param name="db">Null: it has no tables yet.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="CannotStartException">It must not be used so.</exception>
    Task CheckAsync(EmailConsoleDb? db, CancellationToken cancellationToken);

    /// <summary>Once it is up to date.</summary>
    Task CompleteAsync(CancellationToken cancellationToken);
}

/// <summary>Before the server listens.</summary>
internal sealed class DatabaseStartup(IDatabaseStart start) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => start.RunAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
