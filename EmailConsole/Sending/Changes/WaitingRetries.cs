using EmailConsole.Cluster;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Sending.Lanes;
using EmailConsole.Sending.Recording;
using EmailConsole.Tenants;

namespace EmailConsole.Sending.Changes;

/// <summary>
/// Tries again at once what waits for its next try, when the settings it failed with were replaced: whoever repairs a provider
/// at two in the morning does not wait for the end of an hour's pause.
/// </summary>
internal sealed partial class WaitingRetries(
    IOutboxStore outbox, DeliveryRecorder recorder, ITenantRoutes routes, LaneWakes wakes, INode node, IOwners owners, TimeProvider clock,
    ILogger<WaitingRetries> logger)
    : BackgroundService
{
    private const int InOneQuestion = 1_000;

    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private readonly PendingTenants _owners = new();

    /// <summary>Begins with it, and waits for nothing. The lanes and channels know of the change already.</summary>
    public void BringForward(Guid ownerTenantId) => _owners.Add(ownerTenantId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var owner in _owners.ReadAllAsync(stoppingToken))
        {
            try
            {
                await BringForwardAsync(owner, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // A database that takes nothing is the writer's to tell, once for all
                if (e is not OutboxUnavailableException)
                {
                    LogFailed(e, owner);
                }

                await Task.Delay(AfterFault, clock, stoppingToken);
                _owners.Add(owner);
            }
        }
    }

    private async Task BringForwardAsync(Guid owner, CancellationToken cancellationToken)
    {
        if (await owners.FindAsync(OwnedKind.Channel, owner, cancellationToken) is { } other && other != node.Id)
        {
            // That node is told as well
            return;
        }

        // What failed a moment ago waits for its next try only once that is recorded
        await recorder.FlushAsync(cancellationToken);
        await TenantAsync(owner, cancellationToken);
        if (owner != TenantDomain.SuperTenantId)
        {
            return;
        }

        foreach (var some in (await outbox.FindBacklogsAsync(cancellationToken)).Select(b => b.TenantId).Where(id => id != owner).Chunk(InOneQuestion))
        {
            foreach (var (tenant, route) in await routes.FindRoutesAsync(some, cancellationToken))
            {
                if (route.Any(p => p.OwnerTenantId == owner))
                {
                    await TenantAsync(tenant, cancellationToken);
                }
            }
        }
    }

    private async Task TenantAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        if (outbox.CountsOf(tenantId).Retrying == 0)
        {
            return;
        }

        RetryStep step = default;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            step = await outbox.RetrySoonerAsync(tenantId, step.Next);
            if (step.Changed > 0)
            {
                wakes.Wake(tenantId);
            }
        }
        while (step.Next != Guid.Empty);
    }

    [LoggerMessage(Level = LogLevel.Error, Message =
        "What waits for its next try over the changed provider of tenant {Owner} cannot be brought forward; it is tried again in a second.")]
    private partial void LogFailed(Exception exception, Guid owner);
}
