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

    public static async Task<ConsolePages> SignInAsync(IBrowser browser, Uri address, string password)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = address.ToString(), IgnoreHTTPSErrors = true });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Username").FillAsync("admin");
        await page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true }).FillAsync(password);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
        await page.Locator("main table a.row-link").First.WaitForAsync();
        return new ConsolePages(page);
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
