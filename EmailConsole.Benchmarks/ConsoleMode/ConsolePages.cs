using Microsoft.Playwright;

namespace EmailConsole.Benchmarks.ConsoleMode;

/// <summary>One signed-in browser window. Every method answers in milliseconds, measured inside the page.</summary>
internal sealed class ConsolePages(IPage page)
{
    // Acts, then waits for an element that the selector finds: looked for after every change of the page, so the time
    // holds no polling and no driver
    private const string ActAndWait = """
        async ([act, target, value, result, text]) => {
          const find = () => [...document.querySelectorAll(result)].find(e => e.textContent.includes(text));
          const element = document.querySelector(target);
          if (!element) throw new Error('nothing matches ' + target);
          const start = performance.now();
          const done = new Promise((resolve, reject) => {
            const look = () => { const found = find(); if (found) { observer.disconnect(); requestAnimationFrame(() => resolve(performance.now() - start)); } };
            const observer = new MutationObserver(look);
            observer.observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true });
            setTimeout(() => { observer.disconnect(); reject(new Error('nothing came of ' + target)); }, 20000);
          });
          if (act === 'click') element.click();
          else {
            element.value = value;
            element.dispatchEvent(new Event('input', { bubbles: true }));
            element.dispatchEvent(new Event('change', { bubbles: true }));
          }
          return await done;
        }
        """;

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = "/usr/bin/chromium-headless-shell",
        Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });

    public static async Task<ConsolePages> SignInAsync(IBrowser browser, Uri address)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = address.ToString(), IgnoreHTTPSErrors = true });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Username").FillAsync("admin");
        await page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true }).FillAsync(ConsoleBenchmark.Password);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
        await page.Locator("main table a.row-link").First.WaitForAsync();
        return new ConsolePages(page);
    }

    /// <summary>Opens one more window of the same person, with connections of its own, and leaves it open.</summary>
    /// <param name="path">The address.</param>
    /// <param name="shown">What there is once the page is complete.</param>
    public async Task OpenAnotherAsync(string path, string shown)
    {
        var context = await page.Context.Browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = new Uri(page.Url).GetLeftPart(UriPartial.Authority),
            IgnoreHTTPSErrors = true,
            StorageState = await page.Context.StorageStateAsync(),
        });
        var another = await context.NewPageAsync();
        await another.GotoAsync(path);
        await another.Locator(shown).First.WaitForAsync();
    }

    public Task<double> OpenTenantsAsync() => MeasureAsync("click", "nav a[href='/tenants']", "", "main table tbody a.row-link");

    public Task<double> SearchAsync(string domain) =>
        MeasureAsync("type", "main [data-search] input", domain, $"main table tbody tr:only-child a[href*='/{domain}/']");

    public Task<double> OpenProviderAsync(string domain) =>
        MeasureAsync("click", $"main table a.row-link[href*='/{domain}/']", "", "main form.provider-form input");

    public async Task<double> UpdateAsync(string displayName)
    {
        await page.GetByLabel("Display Name", new PageGetByLabelOptions { Exact = true }).FillAsync(displayName);
        await page.Locator(".action-count").Filter(new LocatorFilterOptions { HasText = "1 unsaved change" }).WaitForAsync();
        return await MeasureAsync("click", "main button[type=submit]", "", ".action-count", "No unsaved changes");
    }

    private Task<double> MeasureAsync(string act, string target, string value, string result, string text = "") =>
        page.EvaluateAsync<double>(ActAndWait, new object[] { act, target, value, result, text });
}
