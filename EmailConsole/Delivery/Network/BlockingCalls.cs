namespace EmailConsole.Delivery.Network;

/// <summary>
/// Runs calls that hold a thread for as long as somebody out there likes, on threads that are nobody else's: whoever hangs
/// would otherwise stop all that wait for a thread of the pool.
/// </summary>
/// <param name="threads">How many calls run at a time; the others wait, in the order in which they came.</param>
internal sealed class BlockingCalls(int threads) : IDisposable
{
    private readonly SemaphoreSlim _free = new(threads);

    /// <param name="call">Cannot be stopped once it runs.</param>
    /// <param name="isWanted">Asked when its turn has come: what nobody waits for any more shall not hold a thread.</param>
    /// <exception cref="OperationCanceledException">It was not wanted any more.</exception>
    public async Task<T> RunAsync<T>(Func<T> call, Func<bool> isWanted)
    {
        await _free.WaitAsync();
        try
        {
            return isWanted()
                ? await Task.Factory.StartNew(
                    call, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default)
                : throw new OperationCanceledException();
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();
}
