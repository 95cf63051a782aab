using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EmailConsole.Outbox;

/// <summary>Whether the outbox can write: without it nothing is accepted, and no delivery recorded.</summary>
internal sealed class OutboxHealthCheck(IOutboxCare care) : IHealthCheck
{
    public const string Name = "outbox";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await care.ProbeAsync().WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is OutboxUnavailableException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"The outbox cannot write: {e.Message}");
        }
    }
}
