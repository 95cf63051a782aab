using System.Threading.Channels;
using EmailConsole.EmailProviders.InForce;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>
/// Ends the waits that nobody answered: the removed provider goes with its secrets, and whoever sends is told that the super
/// tenant's is in force. What a stop interrupted is ended after the start.
/// </summary>
internal sealed partial class ReplacementWatch(
    IDbContextFactory<EmailConsoleDb> contexts, ReplacementWait waits, ProviderChanges changes, TimeProvider time, ILogger<ReplacementWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    // One place is enough: a look sees all
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Another provider was removed. Waits for nothing.</summary>
    public void LookAgain() => _signals.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            DateTimeOffset? next;
            try
            {
                next = await EndAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(e);
                next = time.GetUtcNow() + AfterFault;
            }

            await WaitAsync(next, stoppingToken);
        }
    }

    /// <returns>When the next wait ends; null: none is under way.</returns>
    private async Task<DateTimeOffset?> EndAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var removed = await db.Set<EmailProvider>().IgnoreQueryFilters().AsNoTracking().Where(p => p.RemovedUntil != null).ToListAsync(cancellationToken);
        DateTimeOffset? next = null;
        foreach (var provider in removed)
        {
            if (waits.IsAwaited(provider))
            {
                next = next < provider.RemovedUntil ? next : provider.RemovedUntil;
                continue;
            }

            // The version: one that was added at this very moment stays
            var ended = await db.Set<EmailProvider>().IgnoreQueryFilters()
                .Where(p => p.TenantId == provider.TenantId && p.Version == provider.Version)
                .ExecuteDeleteAsync(CancellationToken.None);
            if (ended > 0)
            {
                LogEnded(provider.TenantId);
                await changes.TellAsync(provider.TenantId);
            }
        }

        return next;
    }

    private async Task WaitAsync(DateTimeOffset? until, CancellationToken stoppingToken)
    {
        using var timer = time.CreateTimer(
            _ => LookAgain(), null, until is { } end ? Delay(end) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await _signals.Reader.ReadAsync(stoppingToken);
    }

    // Timers count in milliseconds: one that fires early would look again at once
    private TimeSpan Delay(DateTimeOffset end) =>
        end - time.GetUtcNow() is { Ticks: > 0 } left ? left + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero;

    [LoggerMessage(LogLevel.Information, "No email provider replaced the removed one of tenant {TenantId}: the super tenant's is in force")]
    private partial void LogEnded(Guid tenantId);

    [LoggerMessage(LogLevel.Error, "Removed email providers cannot be looked at; it is tried again in a second")]
    private partial void LogFailed(Exception exception);
}
