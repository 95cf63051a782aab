using EmailConsole.Outbox.Writing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EmailConsole.Outbox;

/// <summary>Whether the outbox can write: without it nothing is accepted, and no delivery recorded.</summary>
internal sealed class OutboxHealthCheck(OutboxWriter writer) : IHealthCheck
{
    public const string Name = "outbox";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // After a failure only a write that reaches the disk tells that it is over
            await writer.WriteAsync(new ProbeWrite(reachesDisk: writer.IsFailing)).WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is OutboxUnavailableException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"The outbox cannot write: {e.Message}");
        }
    }
}
