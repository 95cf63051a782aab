using System.Globalization;

namespace EmailConsole.Benchmarks.ConsoleMode;

/// <summary>The figures of the console: how fast it starts, answers and saves, and what it costs.</summary>
internal static class ConsoleBenchmark
{
    private const double MostStartMilliseconds = 2500;
    private const double MostIdleMegabytes = 190;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    public const string Password = "a-long-password-for-measuring";

    public static async Task<int> RunAsync(string[] args)
    {
        var tenants = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        var repeats = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
        var home = await CreateHomeAsync(tenants);
        try
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tenants} tenants, medians of {repeats} unless said otherwise"));
            await StartAndIdleAsync(home, repeats);
            await PageFigures.RunAsync(home, tenants, repeats);
            return 0;
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    /// <summary>A folder for a console, with so many tenants in its database.</summary>
    public static async Task<string> CreateHomeAsync(int tenants)
    {
        var home = Directory.CreateTempSubdirectory("emailconsole-bench-").FullName;
        await File.WriteAllTextAsync(Path.Combine(home, "deployment.toml"), $"""
            [super_admin]
            password = "{Password}"

            [output_adapter.email]
            from_address = "no-reply@localhost"
            hostname = "localhost"
            enable_start_tls = false
            enable_authentication = false
            """);
        ServerCertificate.Write(home);
        await (await ConsoleServer.StartAsync(home)).DisposeAsync();
        await Seed.RunAsync(home, tenants);
        return home;
    }

    private static async Task StartAndIdleAsync(string home, int repeats)
    {
        var starts = new List<double>();
        var memory = new List<double>();
        for (var i = 0; i < repeats; i++)
        {
            await using var server = await ConsoleServer.StartAsync(home);
            starts.Add(server.ToFirstPage.TotalMilliseconds);
            await Task.Delay(Idle);
            memory.Add(server.ResidentMegabytes);
        }

        Figures.Print("start to first page", Figures.Median(starts), "ms", MostStartMilliseconds, "GET /sign-in answered, existing database");
        Figures.Print("idle memory", Figures.Median(memory), "MB", MostIdleMegabytes, "resident, 10 s after the start");
    }
}
