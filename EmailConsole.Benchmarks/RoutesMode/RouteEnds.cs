using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace EmailConsole.Benchmarks.RoutesMode;

/// <summary>Where the mail of one provider ends.</summary>
internal interface IRouteEnd : IAsyncDisposable
{
    /// <summary>By which mail gets there.</summary>
    EmailProviderSettings Settings { get; }

    /// <summary>The Message-ID of each message that it has taken, as often as it came.</summary>
    Task<IReadOnlyList<string>> TakenAsync();
}

/// <summary>What a server does just now.</summary>
internal enum ServerState
{
    Works,

    /// <summary>Its processes have ended.</summary>
    Stopped,

    /// <summary>Nobody listens any more; what is open may go on.</summary>
    Refuses,

    /// <summary>Its processes stand still: connections are taken, and nothing is said.</summary>
    Hangs,

    /// <summary>Each connection is answered 421 and closed.</summary>
    Declines,
}

/// <summary>
/// A Postfix of its own on a port of loopback, that throws away what it takes, and can be made to fail as real ones do. It has to be run by root. Which
/// messages it took is read from its log: they are in its queue.
/// </summary>
internal sealed class PostfixEnd : IRouteEnd
{
    private readonly string _root;
    private readonly int _port;
    private ServerState _state = ServerState.Stopped;

    private PostfixEnd(string root, int port) => (_root, _port) = (root, port);

    public EmailProviderSettings Settings => new()
    {
        Host = "127.0.0.1",
        Port = _port,
        Encryption = SmtpEncryption.None,
        AuthenticationType = AuthenticationType.None,
        FromAddress = "codes@example.com",
    };

    /// <param name="folder">For its files; of no use to anybody else.</param>
    public static async Task<PostfixEnd> StartAsync(string folder)
    {
        var root = Directory.CreateDirectory(folder).FullName;
        foreach (var part in (string[])["etc", "queue", "data"])
        {
            Directory.CreateDirectory(Path.Combine(root, part));
        }

        // Its daemons run as another user
        await RunAsync("chmod", "o+x", Path.GetDirectoryName(root)!);
        await RunAsync("chown", "postfix:", Path.Combine(root, "data"));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var end = new PostfixEnd(root, ((IPEndPoint)listener.LocalEndpoint).Port);
        listener.Stop();
        await end.BecomeAsync(ServerState.Works);
        return end;
    }

    public async Task BecomeAsync(ServerState state)
    {
        if (_state == ServerState.Hangs)
        {
            await SignalAsync("-CONT");
        }

        var wasRunning = _state != ServerState.Stopped;
        _state = state;
        switch (state)
        {
            case ServerState.Stopped:
                await RunAsync("postfix", "-c", Etc, "stop");
                break;
            case ServerState.Hangs:
                await SignalAsync("-STOP");
                break;
            default:
                await WriteAsync(state);
                await RunAsync("postfix", "-c", Etc, wasRunning ? "reload" : "start");
                break;
        }
    }

    public async Task<IReadOnlyList<string>> TakenAsync()
    {
        Dictionary<string, string> ids = [];
        HashSet<string> queued = [];
        await foreach (var line in File.ReadLinesAsync(Path.Combine(_root, "log")))
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not { Length: > 5 } words)
            {
                continue;
            }

            var process = Array.FindIndex(words, w => w.StartsWith("postfix/", StringComparison.Ordinal));
            if (process < 0 || process + 2 >= words.Length)
            {
                continue;
            }

            var queue = words[process + 1].TrimEnd(':');
            if (words[process].StartsWith("postfix/cleanup", StringComparison.Ordinal) && words[process + 2].StartsWith("message-id=<", StringComparison.Ordinal))
            {
                ids[queue] = words[process + 2]["message-id=<".Length..^1];
            }
            else if (words[process].StartsWith("postfix/qmgr", StringComparison.Ordinal) && line.EndsWith("(queue active)", StringComparison.Ordinal))
            {
                queued.Add(queue);
            }
        }

        return [.. queued.Where(ids.ContainsKey).Select(q => ids[q])];
    }

    public async ValueTask DisposeAsync()
    {
        if (_state != ServerState.Stopped)
        {
            await BecomeAsync(ServerState.Stopped);
        }
    }

    private string Etc => Path.Combine(_root, "etc");

    private async Task WriteAsync(ServerState state)
    {
        await File.WriteAllTextAsync(Path.Combine(Etc, "main.cf"), $$"""
            compatibility_level = 3.6
            queue_directory = {{_root}}/queue
            data_directory = {{_root}}/data
            command_directory = /usr/sbin
            daemon_directory = /usr/lib/postfix/sbin
            mail_owner = postfix
            setgid_group = postdrop
            maillog_file = {{_root}}/log
            maillog_file_prefixes = {{_root}}
            myhostname = smtp.example.test
            mydestination =
            local_recipient_maps =
            alias_maps =
            inet_protocols = ipv4
            mynetworks = 127.0.0.0/8
            enable_long_queue_ids = yes
            in_flow_delay = 0
            default_transport = discard
            smtpd_client_connection_count_limit = 0
            smtpd_client_connection_rate_limit = 0
            smtpd_relay_restrictions = permit_mynetworks, reject
            smtpd_delay_reject = no
            smtpd_client_restrictions = {{(state == ServerState.Declines ? "check_client_access static:{421 4.3.2 Service not available}" : "")}}

            """);
        await File.WriteAllTextAsync(Path.Combine(Etc, "master.cf"), (state == ServerState.Refuses ? "" : $"127.0.0.1:{_port} inet n - n - - smtpd\n") + """
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            flush unix n - n 1000? 0 flush
            proxymap unix - - n - - proxymap
            discard unix - - n - - discard
            error unix - - n - - error
            retry unix - - n - - error
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            postlog unix-dgram n - n - 1 postlogd

            """);
    }

    // First the one that would start others; it keeps its file locked
    private Task SignalAsync(string signal) => RunAsync("sh", "-c", $"read master < '{_root}/queue/pid/master.pid'; kill {signal} $master; pkill {signal} -P $master");

    private static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false, RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)}: {said}");
        }
    }
}

/// <summary>An HTTP API of one's own, over TLS.</summary>
internal sealed class HttpEnd : IRouteEnd
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _taken;

    private HttpEnd(WebApplication app, ConcurrentQueue<string> taken) => (_app, _taken) = (app, taken);

    public EmailProviderSettings Settings => new()
    {
        Kind = "http",
        FromAddress = "codes@example.com",
        AuthenticationType = AuthenticationType.None,

        // What the kind allows by itself is for services with a contract
        MaxConnections = 8,
        MessagesPerMinute = 60_000,
        Values = KindValues.None
            .With("url", _app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal)).With("method", "POST").With("contentType", "JSON").With("authentication", "NONE")
            .With("body", """{"id": "{{message-id}}", "to": "{{send-to}}", "subject": "{{subject}}", "html": "{{body}}"}"""),
    };

    /// <param name="folder">With the certificate.</param>
    public static async Task<HttpEnd> StartAsync(string folder)
    {
        ConcurrentQueue<string> taken = new();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var certificate = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile(
            Path.Combine(folder, ServerCertificate.CertificateFile), Path.Combine(folder, ServerCertificate.KeyFile));
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(certificate);
        }));
        var app = builder.Build();
        app.MapPost("/", async (HttpRequest request) =>
        {
            using var body = await JsonDocument.ParseAsync(request.Body);
            taken.Enqueue(body.RootElement.GetProperty("id").GetString()!.Trim('<', '>'));
            return Results.Ok();
        });
        await app.StartAsync();
        return new HttpEnd(app, taken);
    }

    public Task<IReadOnlyList<string>> TakenAsync() => Task.FromResult<IReadOnlyList<string>>([.. _taken]);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
