namespace EmailConsole.Tenants;

/// <summary>
/// Tells all listeners of a kind what has happened to a tenant. What is stored is stored: one that fails, blocks or takes longer than
/// 10 s is logged and left behind. They are told at the same time, so that it holds up none of the others.
/// </summary>
internal sealed partial class Listeners<T>(IEnumerable<T> listeners, TimeProvider time, ILogger<Listeners<T>> logger)
    where T : class
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="tenantId">For the log.</param>
    /// <param name="tell">Runs on a thread of its own for each listener; its token ends with the patience.</param>
    /// <param name="cancellationToken">Ends the wait, with an <see cref="OperationCanceledException"/>.</param>
    public Task TellAsync(Guid tenantId, Func<T, CancellationToken, Task> tell, CancellationToken cancellationToken = default) =>
        Task.WhenAll(listeners.Select(listener => TellOneAsync(listener, tenantId, tell, cancellationToken)));

    private async Task TellOneAsync(T listener, Guid tenantId, Func<T, CancellationToken, Task> tell, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await Task.Run(() => tell(listener, end.Token), CancellationToken.None).WaitAsync(end.Token);
        }
        catch (Exception e) when (e is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            LogNotTold(e, listener.GetType().Name, tenantId);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Listener} could not take over a change of tenant {TenantId}.")]
    private partial void LogNotTold(Exception exception, string listener, Guid tenantId);
}
