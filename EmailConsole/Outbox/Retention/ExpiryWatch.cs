using EmailConsole.Cluster;

namespace EmailConsole.Outbox.Retention;

/// <summary>
/// Ends messages when their time is over, wherever they wait: behind an open circuit, beyond what a lane holds in memory, or
/// for a tenant that is not loaded. What is being sent at that moment is left to its outcome.
/// </summary>
internal sealed partial class ExpiryWatch(
    IOutboxStore store, IOutboxLanes lanes, IOwners owners, INode node, TimeProvider clock, ILogger<ExpiryWatch> logger) : BackgroundService
{
    private const int Step = 200;

    /// <summary>So much longer a message is told as waiting, at most.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private bool _isFailing;

    /// <summary>One round.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await ExpireSomeAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Interval, clock, stoppingToken);
            await TryAsync(stoppingToken);
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await owners.TakeRoleAsync(node, ClusterRole.Expiry, cancellationToken))
            {
                await RunAsync(cancellationToken);
            }

            _isFailing = false;
        }
        catch (OutboxUnavailableException)
        {
            // The writer tells it, once for all
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (!_isFailing)
            {
                _isFailing = true;
                LogFailed(e);
            }
        }
    }

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> ExpireSomeAsync(CancellationToken cancellationToken)
    {
        // In this order: what a lane gives away after it was asked, it has seen to be in time by a later look at the clock
        var now = clock.GetUtcNow();
        if ((await store.FindExpiredAsync(now, 1, cancellationToken)).Count == 0)
        {
            return false;
        }

        var sending = (await lanes.SendingAsync(null, cancellationToken)).ToHashSet();
        var found = (await store.FindExpiredAsync(now, Step + sending.Count, cancellationToken)).Where(m => !sending.Contains(m.Id)).ToList();
        var hasEnded = true;
        foreach (var own in found.GroupBy(m => m.TenantId, m => m.Id))
        {
            try
            {
                await ExpireAsync(own.Key, [.. own], cancellationToken);
            }
            catch (OutboxUnavailableException)
            {
                // The node that has it cannot be asked: the others' mail must not wait for that
                hasEnded = false;
            }
        }

        return hasEnded && found.Count >= Step;
    }

    private async Task ExpireAsync(Guid tenantId, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var withdrawal = await lanes.WithdrawAsync(tenantId, ids, cancellationToken);
        try
        {
            await store.ExpireAsync([.. ids.Where(id => !withdrawal.Kept.Contains(id))], withdrawal.WhyWaiting, withdrawal);
        }
        finally
        {
            lanes.WithdrawalEnded(withdrawal);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Messages whose time is over could not be ended; it is tried again every second.")]
    private partial void LogFailed(Exception exception);
}
