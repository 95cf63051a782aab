using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EmailConsole.Benchmarks.ConsoleMode;

namespace EmailConsole.Benchmarks.StartMode;

/// <summary>From the start of the process to the first page.</summary>
internal static class StartBenchmark
{
    public const string Usage = "[REPEATS=5]";

    private const double MostMilliseconds = 3000;
    private const int Waiting = 1000;

    private static readonly string[] Scopes = ["send"];
    private static readonly string[] Recipients = ["someone@bar.example"];

    public static async Task<int> RunAsync(string[] args)
    {
        var repeats = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        List<ConsoleServer> fresh = [], killed = [], moved = [];
        for (var i = 0; i < repeats; i++)
        {
            var home = await CreateHomeAsync();
            try
            {
                var server = await ConsoleServer.StartAsync(home);
                fresh.Add(server);
                await FillAsync(server);
                await server.KillAsync();

                server = await ConsoleServer.StartAsync(home, [("urls", server.Address.ToString())]);
                killed.Add(server);
                await ReadyAsync(server);
                await server.KillAsync();

                server = await ConsoleServer.StartAsync(home);
                moved.Add(server);
                await ReadyAsync(server);
                await server.KillAsync();
            }
            finally
            {
                Directory.Delete(home, recursive: true);
            }
        }

        Print("start: nothing there yet", fresh);
        Print("start: after kill -9", killed);
        Print("start: kill -9, another address", moved);
        return 0;
    }

    private static void Print(string name, List<ConsoleServer> starts)
    {
        var pages = starts.ConvertAll(s => s.ToFirstPage.TotalMilliseconds);
        var listening = Figures.Median(starts.Select(s => s.ToListening.TotalMilliseconds));
        Figures.Print(
            name,
            Figures.Median(pages),
            "ms",
            MostMilliseconds,
            string.Create(CultureInfo.InvariantCulture, $"process to first page, {pages.Min():F0} to {pages.Max():F0}; listening at {listening:F0}"));
    }

    private static async Task<string> CreateHomeAsync()
    {
        var home = Directory.CreateTempSubdirectory("emailconsole-bench-").FullName;
        // A server that refuses every connection: what is accepted waits, and is work at every later start
        await File.WriteAllTextAsync(Path.Combine(home, "deployment.toml"), $"""
            [super_admin]
            password = "{ConsoleBenchmark.Password}"

            [output_adapter.email]
            from_address = "no-reply@localhost"
            hostname = "localhost"
            port = 9
            enable_start_tls = false
            enable_authentication = false
            """);
        ServerCertificate.Write(home);
        return home;
    }

    private static async Task FillAsync(ConsoleServer server)
    {
        await ReadyAsync(server);
        using var http = ServerCertificate.CreateClient(server.Address);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin@carbon.super:{ConsoleBenchmark.Password}")));
        using var made = await http.PostAsJsonAsync("/t/carbon.super/api/v1/api-keys", new { name = "start", scopes = Scopes });
        made.EnsureSuccessStatusCode();
        using var key = JsonDocument.Parse(await made.Content.ReadAsStringAsync());
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.RootElement.GetProperty("key").GetString());
        var emails = Enumerable.Range(0, Waiting).Select(i => new { to = Recipients, subject = $"Message {i}", text = "It waits." });
        using var accepted = await http.PostAsJsonAsync("/t/carbon.super/api/v1/emails/batch", new { emails });
        accepted.EnsureSuccessStatusCode();
    }

    /// <summary>Ends when mail can leave.</summary>
    private static async Task ReadyAsync(ConsoleServer server)
    {
        using var http = ServerCertificate.CreateClient(server.Address);
        while (await http.GetStringAsync("/health/ready") != "Healthy")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
