using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Hosting.Bodies;

namespace EmailConsole.Tests.Hosting.Arsenal;

/// <summary>What one tenant can do to a console, all at once, until it is stopped.</summary>
internal sealed class TenantArsenal(Uri console, ConsolePerson person) : IAsyncDisposable
{
    public const string Domain = "greedy.example";

    private const int Megabyte = 1024 * 1024;
    private const string Emails = $"t/{Domain}/api/v1/emails";

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 100 }) { BaseAddress = console };
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<IDisposable> _open = [];
    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);
    private readonly List<Task> _running = [];

    public static ConsolePerson Administrator { get; } = new($"admin@{Domain}", "kettle-orbit-maple-73-violet");

    /// <summary>Whether each weapon was answered at least once.</summary>
    public bool HasFired => new[] { "batch", "keys", "sign-in" }.All(weapon => _answers.Keys.Any(answer => answer.StartsWith(weapon, StringComparison.Ordinal)));

    public static AuthenticationHeaderValue BasicOf(ConsolePerson person) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{person.Username}:{person.Password}")));

    /// <summary>Ends when all of it is under way.</summary>
    public async Task StartAsync()
    {
        for (var i = 0; i < 400; i++)
        {
            var idle = new TcpClient();
            _open.Add(idle);
            await idle.ConnectAsync(console.Host, console.Port, _stop.Token);
            await idle.GetStream().WriteAsync("POST / HTTP/1.1\r\nHost: "u8.ToArray(), _stop.Token);
        }

        foreach (var sent in new[] { 33, 17 })
        {
            await (await OpenAsync(40 * Megabyte)).SendAsync(new byte[sent * Megabyte], _stop.Token);
        }

        for (var i = 0; i < 110; i++)
        {
            Run(TrickleAsync);
        }

        var batch = Batch(1000, $$"""{"to":["a@b.example"],"subject":"x","priority":"bulk","text":"{{new string('x', 4000)}}"}""");
        var large = Batch(2, $$"""
            {"to":["a@b.example"],"subject":"x","text":"y","attachments":[{"name":"a","contentType":"application/pdf","content":"{{new string('A', 8 * Megabyte)}}"}]}
            """);
        var invalid = Batch(1000, $"{{{string.Join(',', Enumerable.Range(0, 10).Select(i => $"\"u{i}\":1"))}}}");
        Run(() => RepeatAsync("batch", 1000, () => Post("/batch", batch)));
        Run(() => RepeatAsync("batch", 1000, () => Post("/batch", large)));
        Run(() => RepeatAsync("keys", 200, () => Post("/batch", invalid, key: true)));
        for (var i = 0; i < 8; i++)
        {
            Run(() => RepeatAsync("sign-in", 200, SignIn));
        }
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).WaitAsync(Bound.Wait);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var connection in _open)
        {
            connection.Dispose();
        }

        _http.Dispose();
        _stop.Dispose();
    }

    public override string ToString() => string.Join(", ", _answers.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}: {a.Value}"));

    private static byte[] Batch(int count, string email) => Encoding.UTF8.GetBytes($"{{\"emails\":[{string.Join(',', Enumerable.Repeat(email, count))}]}}");

    private void Run(Func<Task> weapon) => _running.Add(Task.Run(async () =>
    {
        try
        {
            await weapon();
        }
        catch (OperationCanceledException)
        {
        }
    }));

    private async Task<RawRequest> OpenAsync(long length)
    {
        var request = await RawRequest.OpenAsync(console, Emails, BasicOf(person), length);
        _open.Add(request);
        return request;
    }

    private async Task TrickleAsync()
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var request = await OpenAsync(Megabyte);
        try
        {
            while (true)
            {
                await request.SendAsync(new byte[300], _stop.Token);
                await pace.WaitForNextTickAsync(_stop.Token);
            }
        }
        catch (IOException)
        {
            // The server has closed it
        }
    }

    // Beside the console its callers use the same processors, and what they take of them is not the console's doing
    private async Task RepeatAsync(string weapon, int milliseconds, Func<HttpRequestMessage> request)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(milliseconds));
        while (await pace.WaitForNextTickAsync(_stop.Token))
        {
            using var message = request();
            using var answer = await _http.SendAsync(message, _stop.Token);
            _answers.AddOrUpdate(string.Create(CultureInfo.InvariantCulture, $"{weapon} {(int)answer.StatusCode}"), 1, (_, count) => count + 1);
        }
    }

    private HttpRequestMessage Post(string below, byte[] body, bool key = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Emails + below)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers = { Authorization = BasicOf(person) },
        };
        if (key)
        {
            request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid()}");
        }

        return request;
    }

    private static HttpRequestMessage SignIn() => new(HttpMethod.Get, $"t/{Domain}/api/v1/caller")
    {
        Headers = { Authorization = BasicOf(new ConsolePerson($"{Guid.NewGuid():N}@{Domain}", "wrong")) },
    };
}
