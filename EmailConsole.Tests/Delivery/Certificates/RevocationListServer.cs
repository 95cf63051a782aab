using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EmailConsole.Tests.Delivery.Certificates;

/// <summary>Serves one revocation list over HTTP, on an address no cache knows.</summary>
internal sealed class RevocationListServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private RevocationListServer(WebApplication application) => _application = application;

    public Uri Address => new($"{_application.Urls.Single()}/{Guid.NewGuid():N}.crl");

    /// <summary>Null: the server never answers.</summary>
    public byte[]? List { get; set; }

    public static async Task<RevocationListServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var server = new RevocationListServer(application);
        application.MapGet("/{name}", async (HttpContext context) =>
        {
            if (server.List is { } list)
            {
                await context.Response.Body.WriteAsync(list, context.RequestAborted);
            }
            else
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        });
        await application.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }
}
