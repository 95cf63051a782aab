using System.Globalization;
using EmailConsole.Deployment;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>Degraded while <c>deployment.toml</c> is broken: the server works on, with older settings or with none.</summary>
internal sealed class DeploymentHealthCheck(ISuperTenantProvider provider) : IHealthCheck
{
    public const string Name = "deployment.toml";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var first = provider.Current.Diagnostics.FirstOrDefault(d => d.Severity == DeploymentSeverity.Error);
        return Task.FromResult(first is null
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(string.Create(
                CultureInfo.InvariantCulture, $"Line {first.Line}, column {first.Column}: {first.Message}")));
    }
}
