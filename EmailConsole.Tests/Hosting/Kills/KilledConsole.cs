using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Hosting.Kills;

/// <summary>A console that is killed and started again, in the same home and at the same address.</summary>
internal sealed class KilledConsole : IAsyncDisposable
{
    private const string Password = "kettle-orbit-maple-73-violet";

    private readonly TemporaryFolder _home = new();
    private readonly string[] _arguments;
    private ConsoleProcess? _life;

    /// <param name="receiver">The port of the server that all mail goes to.</param>
    /// <param name="arguments">More configuration, as <see cref="ConsoleProcess.Start"/> takes it.</param>
    public KilledConsole(int receiver, params string[] arguments)
    {
        _arguments = arguments;
        Move();
        File.WriteAllText(_home["deployment.toml"], $"""
            [super_admin]
            username = "admin"
            password = "{Password}"

            [output_adapter.email]
            from_address = "no-reply@platform.example"
            hostname = "localhost"
            port = {receiver}
            enable_start_tls = false
            enable_authentication = false
            """);
    }

    /// <summary>Made at the first start.</summary>
    public static ConsolePerson Administrator { get; } = new("admin@carbon.super", Password);

    public Uri Url { get; private set; }

    public string DatabaseFile => _home["data/emailconsole.db"];

    /// <summary>Its key ring, as another process may use it.</summary>
    public string KeyFolder => _home["data/keys"];

    /// <summary>What it said since its last start.</summary>
    public string Output => _life?.Output + _life?.Errors;

    /// <summary>Null: it runs, or was killed.</summary>
    public int? ExitCode => _life is { Process.HasExited: true } ended ? ended.Process.ExitCode : null;

    /// <summary>Of its last start; nought: there was none.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Of its last start; UTC.</summary>
    public DateTime StartedAt { get; private set; }

    /// <summary>Listens somewhere else from its next start on.</summary>
    [MemberNotNull(nameof(Url))]
    public void Move() => Url = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}");

    /// <summary>Starts it and does not wait.</summary>
    public ConsoleProcess Begin()
    {
        StartedAt = TimeProvider.System.GetUtcNow().UtcDateTime;
        _life = ConsoleProcess.Start(_home, "Development", [$"--urls={Url}", .. _arguments]);
        ProcessId = _life.Process.Id;
        return _life;
    }

    /// <summary>Starts it, and ends when it listens.</summary>
    public async Task<ConsoleProcess> StartAsync()
    {
        var life = Begin();
        await life.AddressAsync();
        return life;
    }

    /// <summary>Kills it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        await _life!.DisposeAsync();
        _life = null;
    }

    /// <summary>Sends it a signal, such as STOP.</summary>
    public Task SignalAsync(string name) => Command.RunAsync("kill", $"-{name}", $"{_life!.Process.Id}");

    /// <summary>Asks it to stop, and ends when it has.</summary>
    public Task<int> StopAsync() => _life!.StopAsync();

    /// <summary>Ends when it has ended by itself.</summary>
    public Task<int> ExitAsync() => _life!.ExitAsync();

    /// <summary>A new API key of the super tenant that may send.</summary>
    public async Task<string> CreateKeyAsync()
    {
        using var http = new HttpClient { BaseAddress = Url };
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin@carbon.super:{Password}")));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var bound = new CancellationTokenSource(Bound.Wait);
        while (true)
        {
            using var response = await http.PostAsJsonAsync("t/carbon.super/api/v1/api-keys", new { name = "load", scopes = new[] { "send" } });

            // At the first start the file's administrator is made once the console listens
            if (response.StatusCode != HttpStatusCode.Unauthorized || bound.IsCancellationRequested)
            {
                Assert.Equal(HttpStatusCode.Created, response.StatusCode);
                return (await response.ReadJsonAsync()).GetProperty("key").GetString()!;
            }

            await poll.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_life is { } life)
        {
            await life.DisposeAsync();
        }

        _home.Dispose();
    }
}
