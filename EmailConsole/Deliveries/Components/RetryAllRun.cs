using EmailConsole.Outbox;

namespace EmailConsole.Deliveries.Components;

/// <summary>One walk over all that waits of a filter, and what the page says of it.</summary>
/// <param name="changed">Told whenever it says something else; from any thread.</param>
internal sealed class RetryAllRun(Action changed)
{
    public string? Answer { get; private set; }

    public bool IsRunning { get; private set; }

    /// <param name="retry">The walk; it is given whom to tell of its steps.</param>
    /// <param name="gone">The page is.</param>
    public async Task RunAsync(Func<Action<BulkRetryResult>, Task<BulkRetryResult>> retry, CancellationToken gone)
    {
        (Answer, IsRunning) = (null, true);
        try
        {
            var result = await Task.Run(() => retry(Show), CancellationToken.None);
            Answer = DeliveryWords.RetriedAll(result, isRunning: false);
        }
        catch (OutboxUnavailableException)
        {
            Answer = "The database takes nothing at present. Try again; if it stays so, look at the disk.";
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // Nobody reads it any more
        }

        IsRunning = false;
    }

    private void Show(BulkRetryResult result)
    {
        if (IsRunning)
        {
            Answer = DeliveryWords.RetriedAll(result, isRunning: true);
            changed();
        }
    }
}
