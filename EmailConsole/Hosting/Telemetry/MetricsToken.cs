using System.Security.Cryptography;
using System.Text;
using EmailConsole.Deployment.References;
using Microsoft.Extensions.Options;

namespace EmailConsole.Hosting.Telemetry;

/// <summary>Who may read the metrics.</summary>
internal sealed class MetricsToken(IOptions<TelemetryOptions> options, SecretText secrets)
{
    private const string Scheme = "Bearer ";

    // Of equal length, so that comparing tells nothing
    private readonly byte[]? _hash = options.Value.PrometheusToken is { } text && secrets.Resolve(text) is Lookup.Found found ? Hash(found.Value) : null;

    /// <summary>Lets nobody past who does not name the token; where none is set, everybody.</summary>
    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (_hash is null || Names(context.Request.Headers.Authorization.ToString(), _hash))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    private static bool Names(string header, byte[] expected) =>
        header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Hash(header[Scheme.Length..].Trim()), expected);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
