using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EmailConsole.Tests.EmailProviders.MovingIn;

/// <summary>A server on loopback that answers as WSO2 does, the same for each of its tenants.</summary>
internal sealed class ForeignServer : IAsyncDisposable
{
    public const string Password = "th3re";

    private readonly WebApplication _server;

    private ForeignServer(IEnumerable<string> tenants, string first, string? second, X509Certificate2? certificate)
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
        foreach (var tenant in tenants)
        {
            var credential = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin@{tenant}:{Password}"));
            foreach (var (version, answer) in new[] { (1, first), (2, second) })
            {
                _server.MapGet($"/t/{tenant}/api/server/v{version}/notification-senders/email", (HttpContext http) =>
                    Busy.TryDequeue(out var busy) ? Refuse(http, busy.Status, busy.RetryAfter)
                    : http.Request.Headers.Authorization != credential ? Results.Json(new { code = 401, description = "Authorization failure." }, statusCode: 401)
                    : answer is null ? Results.StatusCode(SecondMissing)
                    : Results.Text(answer, "application/json"));
            }
        }
    }

    public string Url => _server.Urls.Single();

    /// <summary>Answers that come first, whatever is asked.</summary>
    public ConcurrentQueue<(int Status, string? RetryAfter)> Busy { get; } = new();

    /// <summary>The answer of version 2 where the server does not have it.</summary>
    public int SecondMissing { get; set; } = StatusCodes.Status404NotFound;

    /// <param name="tenant">Whose administrator it knows.</param>
    /// <param name="first">The list of version 1.</param>
    /// <param name="second">The list of version 2; null: it does not have that version.</param>
    /// <param name="certificate">Null: no TLS.</param>
    public static Task<ForeignServer> StartAsync(string tenant, string first, string? second = null, X509Certificate2? certificate = null) =>
        StartAsync([tenant], first, second, certificate);

    /// <inheritdoc cref="StartAsync(string, string, string?, X509Certificate2?)"/>
    /// <param name="tenants">Whose administrators it knows.</param>
    public static async Task<ForeignServer> StartAsync(
        IEnumerable<string> tenants, string first, string? second = null, X509Certificate2? certificate = null)
    {
        var server = new ForeignServer(tenants, first, second, certificate);
        await server._server.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static IResult Refuse(HttpContext http, int status, string? retryAfter)
    {
        http.Response.Headers.RetryAfter = retryAfter;
        return Results.StatusCode(status);
    }
}
