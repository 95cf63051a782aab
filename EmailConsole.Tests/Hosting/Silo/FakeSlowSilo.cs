using Microsoft.Extensions.Hosting;

namespace EmailConsole.Tests.Hosting.Silo;

/// <summary>A silo that comes up when it is told to.</summary>
internal sealed class FakeSlowSilo : IHostedService
{
    private readonly TaskCompletionSource _starting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it has begun to start.</summary>
    public Task Starting => _starting.Task;

    /// <summary>Whether its start was given up.</summary>
    public bool IsBrokenOff { get; private set; }

    public bool IsStopped { get; private set; }

    /// <summary>Lets its start end well.</summary>
    public void Finish() => _finished.TrySetResult();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _starting.SetResult();
        await using var given = cancellationToken.Register(() => IsBrokenOff = true);
        await _finished.Task.WaitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        IsStopped = true;
        return Task.CompletedTask;
    }
}
