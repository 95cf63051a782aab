using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using EmailConsole.Tests.Servers;
using Microsoft.Playwright;

namespace EmailConsole.Tests.TestEmail;

/// <summary>From the button to an SMTP server, with nothing replaced in between.</summary>
public sealed class TestEmailDeliveryBrowserTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _server = new ScriptedSmtpServer().Start();
    private readonly ConsoleApplication _console;
    private ConsolePerson _person = default!;

    public TestEmailDeliveryBrowserTests() => _console = new ConsoleApplication
    {
        Deployment = $"""
            [output_adapter.email]
            from_address = "no-reply@platform.example"
            hostname = "127.0.0.1"
            port = {_server.Port}
            enable_start_tls = false
            username = "no-reply@platform.example"
            password = "pa55 w0rd"
            """,
    };

    public async Task InitializeAsync()
    {
        await _console.AddTenantAsync("foo.com");

        // The provider is the super tenant's: its administrators alone see the server's words
        _person = await _console.AddSuperAdministratorAsync();
    }

    public async Task DisposeAsync()
    {
        await _console.DisposeAsync();
        await _server.DisposeAsync();
    }

    [BrowserFact]
    public Task Send_ServerAccepts_DeliversOneMessage() => ConsoleBrowser.RunAsync(_console, async visit =>
    {
        await SendAsync(visit);

        await visit.Page.GetByText("Accepted by 127.0.0.1").WaitForAsync();
        await visit.TakePictureAsync("test-email-delivered");
        var message = Assert.Single(_server.Messages);
        Assert.Contains("Subject: Test email from foo.com", message, StringComparison.Ordinal);
        Assert.Contains("multipart/alternative", message, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", message, StringComparison.Ordinal);
    });

    [BrowserFact]
    public Task Send_ServerRefusesThePassword_SaysWhyAndShowsNoSecret() => ConsoleBrowser.RunAsync(_console, async visit =>
    {
        _server.Reply("AUTH", "535 5.7.8 Error: authentication failed: pa55 w0rd");

        await SendAsync(visit);

        await visit.Page.GetByText("refused the user name or the password of no-reply@platform.example").First.WaitForAsync();
        await visit.Page.GetByText("Transcript (secrets removed)").ClickAsync();
        Assert.DoesNotContain("pa55 w0rd", await visit.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(_server.Messages);
        Assert.Single(_server.Commands, c => c.StartsWith("AUTH", StringComparison.Ordinal));
    });

    [BrowserFact]
    public Task Check_ServerAccepts_SignsInAndSendsNothing() => ConsoleBrowser.RunAsync(_console, async visit =>
    {
        await OpenAsync(visit);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Check credentials" }).ClickAsync();

        await visit.Page.GetByText("The credentials are accepted by 127.0.0.1").WaitForAsync();
        Assert.Equal(["EHLO", "AUTH", "QUIT"], _server.Commands.Select(c => c.Split(' ')[0]));
        Assert.Empty(_server.Messages);
    });

    private async Task SendAsync(ConsoleVisit visit)
    {
        await OpenAsync(visit);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
    }

    private async Task OpenAsync(ConsoleVisit visit)
    {
        await visit.EnterAsync(_person);
        await visit.GoAsync("t/foo.com/notification-channels/email-provider");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send test email" }).ClickAsync();
    }
}
