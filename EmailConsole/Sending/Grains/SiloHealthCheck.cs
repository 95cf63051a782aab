using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EmailConsole.Sending.Grains;

/// <summary>Whether mail can leave. Until the silo has started, messages are accepted and wait: degraded, not unhealthy.</summary>
internal sealed class SiloHealthCheck(SiloReadiness silo) : IHealthCheck
{
    public const string Name = "lanes";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(silo.Started.IsCompletedSuccessfully
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("The part that sends mail has not started yet; messages are accepted and wait."));
}
