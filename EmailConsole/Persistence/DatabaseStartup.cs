namespace EmailConsole.Persistence;

/// <summary>Makes the database of one kind ready: takes it, creates it, brings it up to date.</summary>
internal interface IDatabaseStart
{
    /// <exception cref="CannotStartException">It cannot be used; the message says why, and what to do.</exception>
    Task RunAsync(CancellationToken cancellationToken);
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
