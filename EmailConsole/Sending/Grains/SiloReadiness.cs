namespace EmailConsole.Sending.Grains;

/// <summary>Whether grains can be called. Whoever hosts the silo says so.</summary>
internal sealed class SiloReadiness
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when they can.</summary>
    public Task Started => _started.Task;

    public void SetStarted() => _started.TrySetResult();
}
