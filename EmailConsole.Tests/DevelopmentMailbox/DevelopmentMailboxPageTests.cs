using System.Runtime.CompilerServices;
using EmailConsole.DevelopmentMailbox;
using EmailConsole.DevelopmentMailbox.Messages;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Playwright;
using MimeKit;

namespace EmailConsole.Tests.DevelopmentMailbox;

public sealed class DevelopmentMailboxPageTests : IAsyncLifetime
{
    private readonly ConsoleApplication _console = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _console.DisposeAsync();

    [BrowserFact]
    public Task Mail_Arrives_AppearsAndIsRead() => RunAsync(async visit =>
    {
        await visit.Page.GetByText("No mail yet").WaitForAsync();
        await AssertAxeAsync(visit);

        await SendAsync("First", "<h1>Hello</h1><img src='https://elsewhere.example/pixel.gif'>");
        await Row(visit, "First").ClickAsync();
        await visit.Page.FrameLocator("iframe").GetByText("Hello").WaitForAsync();
        await AssertAxeAsync(visit);
        await visit.TakePictureAsync("mailbox-html");
        await visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Text" }).ClickAsync();
        await visit.Page.GetByText("plain words").WaitForAsync();
        await visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Headers" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Rowheader, new() { Name = "Message-Id" }).WaitForAsync();
        await AssertAxeAsync(visit);
        await visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Source" }).ClickAsync();
        await visit.Page.GetByText("Content-Type: multipart").WaitForAsync();
        await AssertAxeAsync(visit);
    });

    [BrowserFact]
    public Task Mail_WhileTheListIsPointedAt_WaitsUntilItIsLeft() => RunAsync(async visit =>
    {
        await SendAsync("First", "<p>one</p>");
        await Row(visit, "First").HoverAsync();
        await SendAsync("Second", "<p>two</p>");

        await visit.Page.GetByText("Show 1 new").WaitForAsync();
        Assert.Equal(1, await visit.Page.Locator(".mailbox-row").CountAsync());
        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Development mailbox" }).HoverAsync();

        await Row(visit, "Second").WaitForAsync();
        Assert.Equal(2, await visit.Page.Locator(".mailbox-row").CountAsync());
    });

    [BrowserFact]
    public Task Clear_Confirmed_RemovesEveryMessage() => RunAsync(async visit =>
    {
        await SendAsync("First", "<p>one</p>");
        await Row(visit, "First").WaitForAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Clear", Exact = true }).ClickAsync();

        await visit.Page.GetByText("No mail yet").WaitForAsync();
        Assert.Empty(_console.Service<MailboxStore>().Messages);
    });

    [BrowserFact]
    public Task HostileMail_Opened_RunsAndLoadsAndLeavesNothing() => RunAsync(async visit =>
    {
        await SendAsync("Hostile", """
            <base href="https://elsewhere.example/"><meta http-equiv="refresh" content="0;url=https://elsewhere.example/">
            <script>top.location = "https://elsewhere.example/"</script><img src=x onerror="top.document.title = 'owned'">
            <svg onload="top.document.title = 'owned'"></svg><iframe src="https://elsewhere.example/"></iframe>
            <form action="https://elsewhere.example/"><button id="submit">send</button></form>
            <a id="top" href="/tenants" target="_top">inside</a> <a id="out" href="https://elsewhere.example/" target="_top">outside</a>
            <p>the end</p>
            """);
        await Row(visit, "Hostile").ClickAsync();
        var frame = visit.Page.FrameLocator("iframe");
        await frame.GetByText("the end").WaitForAsync();
        await frame.Locator("#submit").ClickAsync();
        await frame.Locator("#top").ClickAsync();

        Assert.EndsWith("/development-mailbox", visit.Page.Url, StringComparison.Ordinal);
        Assert.StartsWith("Development mailbox", await visit.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal("noopener noreferrer", await frame.Locator("#out").GetAttributeAsync("rel"));
        Assert.Equal("_blank", await frame.Locator("#out").GetAttributeAsync("target"));
    });

    [BrowserFact]
    public Task Page_NarrowAndDark_ShowsListThenMessage() => RunAsync(
        async visit =>
        {
            await SendAsync("A subject that is rather long, so that it must be cut somewhere in the list", "<p>one</p>");
            await Row(visit, "A subject").WaitForAsync();
            await AssertFitsAsync(visit);
            await visit.TakePictureAsync("mailbox-narrow-list");
            await Row(visit, "A subject").ClickAsync();
            await visit.Page.FrameLocator("iframe").GetByText("one").WaitForAsync();
            await AssertFitsAsync(visit);
            await AssertAxeAsync(visit);
            await visit.TakePictureAsync("mailbox-narrow-message");

            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "All messages" }).ClickAsync();
            await Row(visit, "A subject").WaitForAsync();
        },
        new ConsoleWindow(Width: 360, Height: 740, IsDark: true));

    private static ILocator Row(ConsoleVisit visit, string subject) =>
        visit.Page.Locator(".mailbox-row").Filter(new LocatorFilterOptions { HasText = subject });

    // The frame around the page has tests of its own
    private static Task AssertAxeAsync(ConsoleVisit visit) => visit.AssertAccessibleAsync("main", hasFrames: false);

    private static async Task AssertFitsAsync(ConsoleVisit visit) =>
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));

    private async Task RunAsync(Func<ConsoleVisit, Task> test, ConsoleWindow? window = null, [CallerMemberName] string name = "")
    {
        var person = await _console.AddTenantAsync("mailbox.example");
        await ConsoleBrowser.RunAsync(
            _console,
            async visit =>
            {
                await visit.EnterAsync(person);
                await visit.GoAsync("development-mailbox");
                await visit.Page.GetByText("Everybody who signs in here").WaitForAsync();
                await test(visit);
            },
            window,
            name);
    }

    private async Task SendAsync(string subject, string html)
    {
        using var message = new MimeMessage { Subject = subject, Body = new BodyBuilder { TextBody = "plain words", HtmlBody = html }.ToMessageBody() };
        message.From.Add(new MailboxAddress("Foo", "codes@foo.example"));
        message.To.Add(new MailboxAddress("", "somebody@bar.example"));
        using var client = new SmtpClient();
        var port = Assert.IsType<ListenerState.Listening>(_console.Service<DevelopmentMailboxState>().Listener).Port;
        await client.ConnectAsync("localhost", port, SecureSocketOptions.None);
        await client.SendAsync(message);
        await client.DisconnectAsync(quit: true);
    }
}
