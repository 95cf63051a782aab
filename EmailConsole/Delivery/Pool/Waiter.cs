namespace EmailConsole.Delivery.Pool;

/// <summary>Somebody who waits for a connection.</summary>
internal sealed class Waiter(ConnectionIdentity identity)
{
    private readonly TaskCompletionSource<Lease> _served = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConnectionIdentity Identity { get; } = identity;

    public Task<Lease> Served => _served.Task;

    public void Serve(Lease lease) => _served.SetResult(lease);

    public void GiveUp(CancellationToken cancellationToken) => _served.SetCanceled(cancellationToken);
}
