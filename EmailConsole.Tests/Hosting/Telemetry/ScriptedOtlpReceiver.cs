using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace EmailConsole.Tests.Hosting.Telemetry;

/// <summary>A collector on a free port of loopback that takes OTLP over HTTP and keeps what it gets.</summary>
internal sealed class ScriptedOtlpReceiver : IAsyncDisposable
{
    private const string Traces = "/v1/traces";
    private const string Metrics = "/v1/metrics";

    private readonly ConcurrentQueue<(string Path, string Headers, byte[] Body)> _requests = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly WebApplication _app;

    private ScriptedOtlpReceiver(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    /// <summary>Everything that came, headers and bodies, as far as it is text.</summary>
    public string Everything => string.Concat(_requests.Select(r => r.Path + r.Headers + System.Text.Encoding.UTF8.GetString(r.Body)));

    public IEnumerable<ReceivedSpan> Spans => Bodies(Traces).SelectMany(ReceivedSpan.ReadAll);

    public IEnumerable<string> MetricNames =>
        from body in Bodies(Metrics)
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

    /// <summary>Waits until what came is enough. A failure tells what came instead.</summary>
    public async Task UntilAsync(Func<ScriptedOtlpReceiver, bool> isEnough)
    {
        using var patience = new CancellationTokenSource(Bound.Wait);
        while (!isEnough(this))
        {
            try
            {
                await _arrived.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Not enough came within {Bound.Wait}.\n{Describe()}");
            }
        }
    }

    /// <summary>Waits for metrics that were measured from now on.</summary>
    public Task NextMetricsAsync()
    {
        // One may be under way that was measured before
        var goal = Bodies(Metrics).Count() + 2;
        return UntilAsync(c => c.Bodies(Metrics).Count() >= goal);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _arrived.Dispose();
    }

    private string Describe() => $"""
        Requests: {Count(_requests.Select(r => r.Path))}
        Spans: {Count(Spans.Select(s => s.Name))}
        Metrics: {Count(MetricNames)}
        """;

    private static string Count(IEnumerable<string> names) =>
        string.Join(", ", names.CountBy(name => name).OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => $"{n.Key} ({n.Value})"));

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
