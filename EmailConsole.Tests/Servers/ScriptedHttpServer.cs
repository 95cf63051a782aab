using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace EmailConsole.Tests.Servers;

/// <summary>An HTTPS server on loopback that is whatever name it is asked for, and answers what a test wants.</summary>
internal sealed class ScriptedHttpServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, X509Certificate2> _certificates = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<ScriptedRequest> _requests = new();
    private readonly WebApplication _app;

    private ScriptedHttpServer(TestCertificates? certificates)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                if (certificates is not null)
                {
                    listen.UseHttps(https => https.ServerCertificateSelector = (_, name) => _certificates.GetOrAdd(name ?? "localhost", n => certificates.Issue(n)));
                }
            });
        });
        _app = builder.Build();
        _app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            var request = new ScriptedRequest(
                http.Request.Method,
                http.Request.Host.Host,
                http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
                http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.ToArray(),
                http.Connection.Id);
            _requests.Enqueue(request);
            await Answer(request, http);
        });
    }

    public int Port { get; private set; }

    public IReadOnlyList<ScriptedRequest> Requests => [.. _requests];

    public ScriptedRequest Request => Assert.Single(_requests);

    public Func<ScriptedRequest, HttpContext, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    /// <param name="certificates">Null: without TLS.</param>
    public static async Task<ScriptedHttpServer> StartAsync(TestCertificates? certificates)
    {
        var server = new ScriptedHttpServer(certificates);
        await server._app.StartAsync();
        server.Port = new Uri(server._app.Urls.Single()).Port;
        return server;
    }

    /// <summary>Answers every request alike.</summary>
    public void Answers(int status, string body = "", params (string Name, string Value)[] headers) =>
        Answer = (_, http) => WriteAsync(http, status, body, headers);

    public static async Task WriteAsync(HttpContext http, int status, string body, params (string Name, string Value)[] headers)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = body.StartsWith('{') ? "application/json" : "text/html";
        foreach (var (name, value) in headers)
        {
            http.Response.Headers[name] = value;
        }

        if (body.Length > 0)
        {
            await http.Response.WriteAsync(body, http.RequestAborted);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var certificate in _certificates.Values)
        {
            certificate.Dispose();
        }
    }
}

/// <summary>A request as it came, with the host by which the server was asked and the connection over which it came.</summary>
internal sealed record ScriptedRequest(
    string Method, string Host, string Address, IReadOnlyDictionary<string, string> Headers, byte[] Body, string Connection)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
