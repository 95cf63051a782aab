using Microsoft.Playwright;

namespace EmailConsole.Benchmarks.ConsoleMode;

/// <summary>What a person waits for, measured inside the page: from the click to the paint that shows the result.</summary>
internal static class PageFigures
{
    private const int Updates = 100;
    private const double MostTenantsMilliseconds = 200;
    private const double MostProviderMilliseconds = 150;
    private const double MostUpdateMilliseconds = 150;
    private const double P95 = 0.95;

    public static async Task RunAsync(string home, int tenants, int repeats)
    {
        await using var server = await ConsoleServer.StartAsync(home);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await ConsolePages.LaunchAsync(playwright);
        var console = await ConsolePages.SignInAsync(browser, server.Address);

        var middle = Seed.Domain(tenants / 2);
        await console.SearchAsync(middle);
        await console.OpenProviderAsync(middle);
        await console.OpenTenantsAsync();
        List<double> lists = [], searches = [], providers = [];
        for (var i = 0; i < repeats; i++)
        {
            var domain = Seed.Domain((tenants / 2) + 1 + i);
            searches.Add(await console.SearchAsync(domain));
            providers.Add(await console.OpenProviderAsync(domain));
            lists.Add(await console.OpenTenantsAsync());
        }

        await console.SearchAsync(middle);
        await console.OpenProviderAsync(middle);

        List<double> updates = [];
        for (var i = 0; i < Updates; i++)
        {
            updates.Add(await console.UpdateAsync($"Name {i}"));
        }

        await Baseline.PrintAsync(server.Address, home);
        Figures.Print("Tenants page", Figures.Median(lists), "ms", MostTenantsMilliseconds, "click in the navigation to rows shown");
        Figures.Print("Tenants search", Figures.Median(searches), "ms", MostTenantsMilliseconds, "last key to the row shown, the 100 ms of patience after a key included");
        Figures.Print("provider page", Figures.Median(providers), "ms", MostProviderMilliseconds, "click to the form shown");
        Figures.Print("Update to confirmation p95", Figures.Quantile(updates, P95), "ms", MostUpdateMilliseconds, $"{Updates} updates, p50 {Figures.Median(updates):F0} ms");
    }
}
