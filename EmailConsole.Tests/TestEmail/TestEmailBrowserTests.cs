using EmailConsole.Delivery;
using EmailConsole.Delivery.Advice;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace EmailConsole.Tests.TestEmail;

/// <summary>The panel in a real browser; the mail server is scripted, so that each state can be looked at.</summary>
public sealed class TestEmailBrowserTests : IAsyncLifetime
{
    private const string Page = "t/foo.com/notification-channels/email-provider";

    private readonly ScriptedSharedSender _sender = new();
    private readonly ConsoleApplication _console;
    private ConsolePerson _person = default!;

    public TestEmailBrowserTests() => _console = new ConsoleApplication
    {
        Deployment = """
            [output_adapter.email]
            from_address = "no-reply@platform.example"
            hostname = "smtp.office365.com"
            port = 587
            username = "no-reply@platform.example"
            password = "a password"
            """,
        ReplaceServices = services => services.AddSingleton<ISharedSender>(_sender),
    };

    public async Task InitializeAsync()
    {
        await _console.AddTenantAsync("foo.com");

        // The provider is the super tenant's: its administrators alone see the server's words
        _person = await _console.AddSuperAdministratorAsync();
    }

    public async Task DisposeAsync() => await _console.DisposeAsync();

    [BrowserTheory]
    [InlineData(1280, false)]
    [InlineData(360, true)]
    public Task Send_Refused_ShowsCauseAndCure(int width, bool isDark) => ConsoleBrowser.RunAsync(_console, async visit =>
    {
        _sender.Behaviour = RefuseAsync;
        await OpenAsync(visit);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();

        await visit.Page.GetByText("SMTP AUTH is switched off for the mailbox").First.WaitForAsync();
        if (width >= 1180)
        {
            await AssertBesideAsync(visit.Page);
        }

        await visit.Page.GetByText("Transcript (secrets removed)").ClickAsync();
        await ExamineAsync(visit, $"test-email-refused-{width}");
    }, new ConsoleWindow { Width = width, Height = 900, IsDark = isDark }, $"Send_Refused_{width}");

    // The values under test stay visible and usable
    private static async Task AssertBesideAsync(IPage page)
    {
        var form = await page.Locator("form.provider-form").BoundingBoxAsync();
        var panel = await page.Locator("aside.test-email-drawer").BoundingBoxAsync();
        Assert.True(form!.X + form.Width <= panel!.X, $"the form ends at {form.X + form.Width}, the panel begins at {panel.X}");
        Assert.True(form.Width >= 400, $"the form is {form.Width} wide");
    }

    [BrowserTheory]
    [InlineData(1280, true)]
    [InlineData(360, false)]
    public Task Send_Accepted_ShowsWhatToLookFor(int width, bool isDark) => ConsoleBrowser.RunAsync(_console, async visit =>
    {
        _sender.Behaviour = AcceptAsync;
        await OpenAsync(visit);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();

        await visit.Page.GetByText("Now look for").WaitForAsync();
        await ExamineAsync(visit, $"test-email-accepted-{width}");
    }, new ConsoleWindow { Width = width, Height = 900, IsDark = isDark }, $"Send_Accepted_{width}");

    [BrowserTheory]
    [InlineData(1280, false)]
    [InlineData(360, true)]
    public Task Check_ByKeyboard_SaysThatNothingWasSent(int width, bool isDark) => ConsoleBrowser.RunAsync(_console, async visit =>
    {
        _sender.Checking = (listener, _) =>
        {
            Begin(listener);
            Pass(listener, DeliveryStage.Authenticate, "AUTH LOGIN as no-reply@platform.example", 58);
            return Task.FromResult<CredentialCheck>(new CredentialCheck.Accepted("smtp.office365.com", ""));
        };
        await OpenAsync(visit);
        var send = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true });
        var check = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Check credentials" });
        await check.WaitForAsync();

        await send.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(check).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Enter");

        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "The credentials are accepted by smtp.office365.com" }).WaitForAsync();
        await Assertions.Expect(visit.Page.Locator(".test-email-drawer [role=status]").First).ToContainTextAsync("Nothing was sent.");
        await Assertions.Expect(check).ToBeFocusedAsync();
        Assert.Empty(_sender.Sent);
        await ExamineAsync(visit, $"test-email-checked-{width}");
    }, new ConsoleWindow { Width = width, Height = 900, IsDark = isDark }, $"Check_{width}");

    [BrowserFact]
    public Task Cancel_ServerThatSaysNothing_EndsAtOnceAndThePageStaysUsable() => ConsoleBrowser.RunAsync(_console, async visit =>
    {
        _sender.Behaviour = ScriptedSharedSender.HangAsync;
        await OpenAsync(visit);
        await visit.Page.GetByLabel("To", new() { Exact = true }).PressAsync("Enter");
        await visit.Page.Locator("li.running").WaitForAsync();
        await visit.TakePictureAsync("test-email-running");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await visit.Page.GetByText("Cancelled after").WaitForAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    });

    private async Task OpenAsync(ConsoleVisit visit)
    {
        await visit.EnterAsync(_person);
        await visit.GoAsync(Page);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send test email" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByLabel("To", new() { Exact = true })).ToBeFocusedAsync();
    }

    private static async Task ExamineAsync(ConsoleVisit visit, string picture)
    {
        await visit.TakePictureAsync(picture);
        await visit.AssertAccessibleAsync(".test-email-drawer");
        Assert.False(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"));
    }

    private static Task<DeliveryOutcome> AcceptAsync(IDeliveryListener listener, CancellationToken cancellationToken)
    {
        Begin(listener);
        Pass(listener, DeliveryStage.Authenticate, "AUTH LOGIN as no-reply@platform.example", 58);
        Pass(listener, DeliveryStage.Sender, "no-reply@platform.example", 20);
        Pass(listener, DeliveryStage.Recipient, "1 recipient", 21);
        Pass(listener, DeliveryStage.Content, "3,214 bytes", 240);
        return Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Delivered(
            "4F1A2B77C1", "250 2.0.0 OK <0102018c@platform.example> [Hostname=AM0PR04MB1234.eurprd04.prod.outlook.com] Queued mail for delivery", []));
    }

    private static Task<DeliveryOutcome> RefuseAsync(IDeliveryListener listener, CancellationToken cancellationToken)
    {
        const string Text = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information.";
        Begin(listener);
        listener.StageStarted(DeliveryStage.Authenticate);
        listener.Transcript(false, "AUTH LOGIN");
        listener.Transcript(true, Text);
        var settings = new EmailProviderSettings { Host = "smtp.office365.com", FromAddress = "no-reply@platform.example", Username = "no-reply@platform.example" };
        var advice = new DeliveryAdvisor().Advise(new DeliveryFailureFacts(
            DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Authenticate, 535, "5.7.139", Text, settings, null));
        var failure = new DeliveryFailure(
            DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Authenticate, 535, "5.7.139", Text, Blame.Credentials, IsLasting: true, advice);
        listener.StageFailed(failure, TimeSpan.FromMilliseconds(412));
        return Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Failed(failure));
    }

    private static void Begin(IDeliveryListener listener)
    {
        Pass(listener, DeliveryStage.Resolve, "4 addresses: 40.99.1.2, 40.99.1.18, 52.97.1.66, 52.98.2.2", 12);
        Pass(listener, DeliveryStage.Connect, "40.99.1.2:587", 31);
        listener.Transcript(true, "220 AM0PR04CA0012.outlook.office365.com Microsoft ESMTP MAIL Service ready");
        listener.Transcript(false, "EHLO console.platform.example");
        Pass(listener, DeliveryStage.Greeting, "PIPELINING, CHUNKING, SIZE 150 MB, STARTTLS", 30);
        Pass(listener, DeliveryStage.Encrypt, "TLS 1.3, certificate outlook.com, valid until 3 Mar 2027", 58,
            "Whether the certificate was revoked could not be asked: its authority's list cannot be reached from here within 3 seconds.");
    }

    private static void Pass(IDeliveryListener listener, DeliveryStage stage, string detail, int milliseconds, string? warning = null)
    {
        listener.StageStarted(stage);
        listener.StagePassed(stage, detail, TimeSpan.FromMilliseconds(milliseconds), warning);
    }
}
