using System.Collections.Concurrent;
using System.Net;
using EmailConsole.Tests.Application;
using Microsoft.Net.Http.Headers;
using Microsoft.Playwright;
using Cookie = Microsoft.Playwright.Cookie;
using IRequest = Microsoft.Playwright.IRequest;

namespace EmailConsole.Tests.Browser;

/// <summary>A browser window that looks at one console.</summary>
public sealed class ConsoleVisit : IAsyncDisposable
{
    /// <summary>How long a window waits for what it expects, in milliseconds.</summary>
    internal const float Patience = 30_000;

    private const int LogLines = 20;

    private static readonly string ResultsFolder = Path.Combine(RepositoryRoot.Find(), "TestResults", "browser");

    /// <summary>A trace of each visit costs a tenth of its processor time: BROWSER_TRACE=1 asks for those of the visits that fail.</summary>
    private static readonly bool IsTraced = Environment.GetEnvironmentVariable("BROWSER_TRACE") == "1";

    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConsoleApplication _console;
    private readonly Uri _address;
    private readonly IBrowserContext _context;
    private readonly ConsoleWindow _window;
    private bool _hasFailed;

    private ConsoleVisit(ConsoleApplication console, Uri address, IBrowserContext context, IPage page, ConsoleWindow window)
    {
        _address = address;
        _window = window;
        _console = console;
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Further windows of the same person: <c>Context.NewPageAsync()</c>.</summary>
    public IBrowserContext Context => _context;

    internal static async Task<ConsoleVisit> OpenAsync(IBrowser browser, ConsoleApplication console, ConsoleWindow window, Uri address)
    {
        var context = UsedContexts.Take(address, window) ?? await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = window.Width, Height = window.Height },
            ColorScheme = window.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            JavaScriptEnabled = window.HasJavaScript,
            Locale = "en-GB",
        });
        context.SetDefaultTimeout(Patience);
        if (IsTraced)
        {
            await context.Tracing.StartAsync(new TracingStartOptions { Snapshots = true, Screenshots = true });
        }

        var visit = new ConsoleVisit(console, address, context, await context.NewPageAsync(), window);
        context.Request += visit.Note;
        context.Console += visit.Listen;
        return visit;
    }

    /// <summary>Signs in without a look at the pages, for a test that goes elsewhere at once.</summary>
    public async Task EnterAsync(ConsolePerson person)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CheckCertificateRevocationList = true }) { BaseAddress = _address };
        using var signedIn = await client.PostSignInAsync(person);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        var cookies = SetCookieHeaderValue.ParseList([.. signedIn.Headers.GetValues(HeaderNames.SetCookie)]);
        await _context.AddCookiesAsync(cookies.Select(c => new Cookie
        {
            Url = _address.ToString(),
            Name = c.Name.ToString(),
            Value = c.Value.ToString(),
            HttpOnly = c.HttpOnly,
            SameSite = c.SameSite == Microsoft.Net.Http.Headers.SameSiteMode.Strict ? SameSiteAttribute.Strict : SameSiteAttribute.Lax,
        }));
    }

    /// <summary>Signs in on the real page and waits until it is left.</summary>
    public async Task SignInAsync(ConsolePerson person)
    {
        await Page.GotoAsync("sign-in");
        await Page.GetByLabel("Username").FillAsync(person.Username);
        await Page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true }).FillAsync(person.Password);
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();

        // Asked again and again: WaitForURL waits for an event, which it may miss where the home page leads on at once
        await Bound.UntilAsync(() => !Page.Url.Contains("/sign-in", StringComparison.Ordinal));
    }

    /// <summary>Opens an address of the console and answers its status code.</summary>
    /// <param name="path">Without a leading slash.</param>
    public async Task<int> GoAsync(string path) => (await Page.GotoAsync(path))!.Status;

    /// <summary>Presses the mouse on something, lets the page grow above it, and lets go.</summary>
    /// <param name="movedBy">How far below the heading the pointer is moved meanwhile; 0 where it stays.</param>
    public async Task PressWhileItGrowsAsync(ILocator pressed, int movedBy)
    {
        await pressed.HoverAsync();
        await Page.Mouse.DownAsync();
        await Page.EvaluateAsync("() => { document.body.style.paddingTop = '200px'; }");
        var heading = (await Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).BoundingBoxAsync())!;
        if (movedBy > 0)
        {
            await Page.Mouse.MoveAsync(heading.X, heading.Y + movedBy);
        }

        await Page.Mouse.UpAsync();
    }

    /// <summary>A picture of the whole page in TestResults/browser.</summary>
    /// <returns>The file.</returns>
    public async Task<string> TakePictureAsync(string name)
    {
        var file = Path.Combine(ResultsFolder, $"{name}.png");
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = true });
        return file;
    }

    /// <summary>Fails where a page asked another host for something, or did what its content security policy forbids.</summary>
    public void AssertQuiet() => Assert.Empty(_complaints);

    /// <summary>Leaves what there is to see of a failure in TestResults.</summary>
    /// <returns>The page and the end of the log in words, for whoever has those files no more.</returns>
    internal async Task<string> SaveEvidenceAsync(string name)
    {
        _hasFailed = true;
        var words = "The page does not answer.";
        try
        {
            // Waits for its connection like everything else, for which the browser has no bound
            words = await Page.EvaluateAsync<string>(
                "() => `${location.href} (${document.documentElement.dataset.connection ?? 'connected'}), focus: ${document.activeElement?.outerHTML.slice(0, 200)}\\n${document.body.innerText.slice(0, 2000)}`")
                .WaitAsync(Bound.Soon);
            await TakePictureAsync(name).WaitAsync(Bound.Soon);
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            words += $" {e.Message}";
        }

        if (IsTraced)
        {
            await _context.Tracing.StopAsync(new TracingStopOptions { Path = Path.Combine(ResultsFolder, $"{name}.zip") });
        }

        var log = _console.Log.ToList();
        await File.WriteAllLinesAsync(Path.Combine(ResultsFolder, $"{name}.log"), log);
        return $"{words}\n{string.Join('\n', log.TakeLast(LogLines))}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_hasFailed || IsTraced)
        {
            await _context.DisposeAsync();
            return;
        }

        _context.Request -= Note;
        _context.Console -= Listen;
        await UsedContexts.PutAsync(_address, _window, _context, Page);
    }

    private static bool IsOwn(string url, Uri own) =>
        !Uri.TryCreate(url, UriKind.Absolute, out var address)
        || address.Scheme is not ("http" or "https" or "ws" or "wss")
        || (address.Host == own.Host && address.Port == own.Port);

    // It comes to nothing: the browser finds no other host. A route would refuse it too, but takes every request out of the cache
    private void Note(object? sender, IRequest request)
    {
        if (!IsOwn(request.Url, _address))
        {
            _complaints.Enqueue($"The page asked for {request.Url}");
        }
    }

    private void Listen(object? sender, IConsoleMessage message)
    {
        if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
        {
            _complaints.Enqueue(message.Text);
        }
    }
}
