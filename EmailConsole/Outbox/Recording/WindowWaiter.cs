namespace EmailConsole.Outbox.Recording;

/// <summary>A message, with an open connection, that waits for a place.</summary>
internal sealed class WindowWaiter(Guid channel, bool isFirst)
{
    private readonly TaskCompletionSource<WindowPlace> _served = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whose server it goes to.</summary>
    public Guid Channel { get; } = channel;

    /// <summary>A one-time code.</summary>
    public bool IsFirst { get; } = isFirst;

    public Task<WindowPlace> Served => _served.Task;

    /// <returns>False: it has given up.</returns>
    public bool TryServe(WindowPlace place) => _served.TrySetResult(place);

    public void GiveUp(CancellationToken cancellationToken) => _served.TrySetCanceled(cancellationToken);
}
