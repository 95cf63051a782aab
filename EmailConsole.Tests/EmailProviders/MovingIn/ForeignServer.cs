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

    private ForeignServer(string tenant, string first, string? second)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
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

    public static async Task<ForeignServer> StartAsync(string tenant, string first, string? second = null)
    {
        var server = new ForeignServer(tenant, first, second);
        await server._server.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
