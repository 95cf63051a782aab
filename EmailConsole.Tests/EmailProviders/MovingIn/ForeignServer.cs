using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EmailConsole.Tests.EmailProviders.MovingIn;

/// <summary>A server on loopback that answers as WSO2 does for one tenant.</summary>
internal sealed class ForeignServer : IAsyncDisposable
{
    public const string Password = "th3re";

    private readonly WebApplication _server;

    private ForeignServer(string tenant, string first, string? second, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        _server = builder.Build();
        var credential = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin@{tenant}:{Password}"));
        foreach (var (version, answer) in new[] { (1, first), (2, second) })
        {
            _server.MapGet($"/t/{tenant}/api/server/v{version}/notification-senders/email", (HttpRequest request) =>
                request.Headers.Authorization != credential ? Results.Json(new { code = 401, description = "Authorization failure." }, statusCode: 401)
                : answer is null ? Results.NotFound()
                : Results.Text(answer, "application/json"));
        }
    }

    public string Url => _server.Urls.Single();

    /// <param name="tenant">Whose administrator it knows.</param>
    /// <param name="first">The list of version 1.</param>
    /// <param name="second">The list of version 2; null: it does not have that version.</param>
    /// <param name="certificate">Null: no TLS.</param>
    public static async Task<ForeignServer> StartAsync(string tenant, string first, string? second = null, X509Certificate2? certificate = null)
    {
        var server = new ForeignServer(tenant, first, second, certificate);
        await server._server.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
