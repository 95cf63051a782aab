using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using EmailConsole.Tests.Application;
using Microsoft.Playwright;
using Xunit.Sdk;

namespace EmailConsole.Tests.Browser;

/// <summary>
/// One headless Chromium for the whole test run; each visit has a context (cookies, storage) of its own.
/// It ends with the test process: its driver watches the pipe between them.
/// </summary>
public static class ConsoleBrowser
{
    private static readonly Lazy<Task<IBrowser>> Shared = new(LaunchAsync);

    public static string? Executable { get; } = Requirement.FindProgram("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");

    /// <summary>
    /// Runs a test in a browser window. A failure says what the page showed, and leaves a screenshot, the console's log and, where it is asked for,
    /// a trace in TestResults.
    /// </summary>
    /// <param name="console">The application to visit.</param>
    /// <param name="test">The test.</param>
    /// <param name="window">Size and colours.</param>
    /// <param name="name">Of the files a failure leaves.</param>
    /// <param name="address">Where the window finds it; null: where it listens.</param>
    public static async Task RunAsync(
        ConsoleApplication console, Func<ConsoleVisit, Task> test, ConsoleWindow? window = null, [CallerMemberName] string name = "", Uri? address = null)
    {
        await using var visit = await ConsoleVisit.OpenAsync(await Shared.Value, console, window ?? new ConsoleWindow(), address ?? console.Url);
        try
        {
            await test(visit);
            visit.AssertQuiet();
        }
        catch (Exception e)
        {
            throw new XunitException($"{e.Message}\n{await visit.SaveEvidenceAsync(name)}", e);
        }
    }

    /// <summary>Waits until the address of the page has that in it. Blazor leads on without a load of the page, for which Playwright's own wait is not made.</summary>
    public static Task AssertAtAsync(this IPage page, string part) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex(Regex.Escape(part), RegexOptions.None, TimeSpan.FromSeconds(1)));

    private static async Task<IBrowser> LaunchAsync()
    {
        if (Executable is null)
        {
            throw new InvalidOperationException("Chromium is not installed (Debian: apt-get install chromium-headless-shell, or run test.sh).");
        }

        // As long as a visit waits for anything else: a busy machine shows a page late
        Assertions.SetDefaultExpectTimeout(ConsoleVisit.Patience);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            ],
        });
    }
}
