using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace EmailConsole.Tests.Hosting.Telemetry;

/// <summary>A collector on a free port of loopback that takes OTLP over HTTP and keeps what it gets.</summary>
internal sealed class ScriptedOtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, string Headers, byte[] Body)> _requests = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly WebApplication _app;

    private ScriptedOtlpReceiver(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    /// <summary>Everything that came, headers and bodies, as far as it is text.</summary>
    public string Everything => string.Concat(_requests.Select(r => r.Path + r.Headers + System.Text.Encoding.UTF8.GetString(r.Body)));

    public IEnumerable<ReceivedSpan> Spans => Bodies("/v1/traces").SelectMany(ReceivedSpan.ReadAll);

    public IEnumerable<string> MetricNames =>
        from body in Bodies("/v1/metrics")
        from resource in new ProtobufMessage(body).Messages(1)
        from scope in resource.Messages(2)
        from metric in scope.Messages(2)
        select metric.Text(1);

    public static async Task<ScriptedOtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var receiver = new ScriptedOtlpReceiver(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until what came is enough.</summary>
    public async Task UntilAsync(Func<ScriptedOtlpReceiver, bool> isEnough)
    {
        using var patience = new CancellationTokenSource(Bound.Wait);
        while (!isEnough(this))
        {
            await _arrived.WaitAsync(patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _arrived.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _requests.Enqueue((context.Request.Path, string.Join('\n', context.Request.Headers), body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
        _arrived.Release();
    }

    private IEnumerable<byte[]> Bodies(string path) => _requests.Where(r => r.Path == path).Select(r => r.Body);
}
