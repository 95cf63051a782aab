using System.Globalization;
using EmailConsole.Benchmarks.ConsoleMode;
using EmailConsole.Benchmarks.HistoryMode;
using EmailConsole.Persistence;
using EmailConsole.Shell.Navigation;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace EmailConsole.Benchmarks.PagesMode;

/// <summary>What a page costs the server for as long as somebody leaves it open.</summary>
internal static class PagesBenchmark
{
    public const string Usage = "[PAGES=50]";

    private const double MostMegabytes = 1.5;
    private const int Tenants = 100;

    // More than a page of the Deliveries shows
    private const int Messages = 200;

    // Compiled code and shared memory come with the first
    private const int PagesBefore = 5;
    private const double Megabyte = 1024 * 1024;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string[] args)
    {
        var pages = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 50;
        var home = await ConsoleBenchmark.CreateHomeAsync(Tenants);
        try
        {
            var database = Path.Combine(home, "data", "emailconsole.db");
            var domain = Seed.Domain(Tenants / 2);
            HistorySeed.Write(database, [await FindTenantAsync(database, domain)], Messages);
            await MeasureAsync(home, "Email Provider", ConsoleRoutes.EmailProvider(domain), "main form.provider-form input", pages);
            await MeasureAsync(home, "Deliveries", ConsoleRoutes.Deliveries(domain), "main .deliveries-table .row-link", pages);
            return 0;
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static async Task MeasureAsync(string home, string name, string path, string shown, int pages)
    {
        var file = Path.Combine(home, "heap");
        await using var server = await ConsoleServer.StartAsync(
            home, [], [("DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location), (HeapReading.Variable, file)]);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await ConsolePages.LaunchAsync(playwright);
        var console = await ConsolePages.SignInAsync(browser, server.Address);
        await OpenAsync(console, path, shown, PagesBefore);
        var before = await CollectAsync(server, file);
        await OpenAsync(console, path, shown, pages);
        var uncollected = server.ResidentMegabytes;
        var after = await CollectAsync(server, file);
        Print($"{name}: resident", after.Resident - before.Resident, "", MostMegabytes);
        Print($"{name}: managed", after.Managed - before.Managed, "");
        Print($"{name}: without the collection", uncollected - before.Resident, ", as it stands idle");

        void Print(string figure, double megabytes, string how, double? most = null) =>
            Figures.Print(figure, megabytes / pages, "MB", most, string.Create(CultureInfo.InvariantCulture, $"a page, of {pages}{how}"));
    }

    private static async Task OpenAsync(ConsolePages console, string path, string shown, int pages)
    {
        for (var i = 0; i < pages; i++)
        {
            await console.OpenAnotherAsync(path, shown);
        }

        await Task.Delay(Settle);
    }

    private static async Task<(double Managed, double Resident)> CollectAsync(ConsoleServer server, string file)
    {
        File.Delete(file);
        await server.SignalAsync(HeapReading.SignalName);
        while (!File.Exists(file))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        var managed = double.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture);
        return (managed / Megabyte, server.ResidentMegabytes);
    }

    private static async Task<Guid> FindTenantAsync(string database, string domain)
    {
        await using var db = new SqliteDb(new DbContextOptionsBuilder<EmailConsoleDb>().UseSqlite($"Data Source={database}").Options);
        return await db.Set<Tenant>().Where(t => t.Domain == domain).Select(t => t.Id).SingleAsync();
    }
}
