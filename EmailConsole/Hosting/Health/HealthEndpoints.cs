using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace EmailConsole.Hosting.Health;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: the checks tagged <c>ready</c>; the body is one word,
/// <c>Healthy</c>, <c>Degraded</c> (200: mail still leaves) or <c>Unhealthy</c> (503).
/// </summary>
internal static class HealthEndpoints
{
    public const string ReadyTag = "ready";

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(ReadyTag) })
            .AllowAnonymous();
    }
}
