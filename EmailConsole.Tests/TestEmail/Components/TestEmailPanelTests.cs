using Bunit;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.TestEmail;
using EmailConsole.TestEmail.Components;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.EmailProviders;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MudBlazor;
using MudBlazor.Services;

namespace EmailConsole.Tests.TestEmail.Components;

public sealed class TestEmailPanelTests : IAsyncLifetime
{
    private readonly TestEmailRoom _room = new();
    private readonly BunitContext _page = new();
    private readonly ScriptedDevelopmentServer _development = new();
    private readonly RecordedLog _log = new();

    public async Task InitializeAsync()
    {
        await _room.InitializeAsync();
        await _room.StoreAsync();
        _page.JSInterop.Mode = JSRuntimeMode.Loose;
        _page.Services.AddMudServices();
        _page.Services.AddSingleton(TimeProvider.System);
        _page.Services.AddSingleton(_room.Handler);
        _page.Services.AddSingleton<IDevelopmentServer>(_development);
        _page.Services.AddSingleton<ILogger<TestEmailPanel>>(new Logger<TestEmailPanel>(new LoggerFactory([_log])));
        _page.Render<MudPopoverProvider>();
    }

    public async Task DisposeAsync()
    {
        await _page.DisposeAsync();
        await _room.DisposeAsync();
    }

    [Fact]
    public void Open_Administrator_SuggestsTheirAddressAndSaysWhatIsTested()
    {
        var panel = Panel(p => p.Add(x => x.Draft, () => Inputs.Basic).Add(x => x.UnsavedChanges, 2));

        Assert.Equal("admin@foo.com", panel.Find("input").GetAttribute("value"));
        Assert.Contains("the form as it is now (2 unsaved changes)", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Operator_SaysThatTheStoredSettingsAreTested() =>
        Assert.Equal("Uses: the stored settings", Panel().Find(".uses").TextContent);

    [Fact]
    public void Open_TenantWithoutAProvider_SaysWhoseSettingsAreUsed() => Assert.Equal(
        "Uses: the super tenant's provider", Panel(p => p.Add(x => x.StoredName, "the super tenant's provider")).Find(".uses").TextContent);

    [Fact]
    public async Task Send_ToTheDevelopmentMailbox_LinksToTheMessage()
    {
        _development.Port = 587;
        _room.Sender.Behaviour = (_, _) => Task.FromResult(ScriptedSharedSender.Delivered);
        var panel = Panel();

        await panel.Find("form").SubmitAsync();

        panel.WaitForAssertion(() => Assert.StartsWith("/development-mailbox?message=", panel.Find(".result a").GetAttribute("href"), StringComparison.Ordinal));
        Assert.DoesNotContain("spam folder", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_Accepted_ShowsStagesQueueIdAndWhatToLookFor()
    {
        _room.Sender.Behaviour = (listener, _) =>
        {
            listener.StageStarted(DeliveryStage.Resolve);
            listener.StagePassed(DeliveryStage.Resolve, "4 addresses", TimeSpan.FromMilliseconds(12), "a warning");
            listener.Transcript(true, "250 2.0.0 Ok: queued as 4F1A2B");
            return Task.FromResult(ScriptedSharedSender.Delivered);
        };
        var panel = Panel();

        await panel.Find("form").SubmitAsync();

        panel.WaitForAssertion(() => Assert.Contains("Accepted by smtp.foo.com", panel.Markup, StringComparison.Ordinal));
        Assert.Contains("4 addresses", panel.Markup, StringComparison.Ordinal);
        Assert.Contains("12 ms", panel.Markup, StringComparison.Ordinal);
        Assert.Contains("a warning", panel.Markup, StringComparison.Ordinal);
        Assert.Contains("4F1A2B", panel.Find(".result code").TextContent, StringComparison.Ordinal);
        Assert.Contains("spam folder", panel.Markup, StringComparison.Ordinal);
        Assert.Contains("S: 250 2.0.0 Ok", panel.Find("details pre").TextContent, StringComparison.Ordinal);
        Assert.Equal(8, panel.FindAll("ol.stages > li").Count);
    }

    [Fact]
    public async Task Send_AcceptedWithADisplayName_ShowsTheFromToLookFor()
    {
        var draft = Inputs.Basic.With(s => s with { DisplayNameMode = DisplayNameMode.Name, DisplayName = "Föö & Co" });
        var panel = Panel(p => p.Add(x => x.Draft, () => draft).Add(x => x.UnsavedChanges, 1));

        await panel.Find("form").SubmitAsync();

        panel.WaitForAssertion(() => Assert.Contains("Föö & Co <codes@foo.com>", panel.Find(".result").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_Refused_ShowsCauseCureCommandAndTheServersWords()
    {
        var failure = ScriptedSharedSender.Failure(
            DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Authenticate, "535 5.7.139 <b>no</b>",
            new DeliveryAdvice("SMTP AUTH is off.", "Switch it on.", "Set-CASMailbox -Identity 'a'"));
        _room.Sender.Behaviour = (listener, _) =>
        {
            listener.StageStarted(DeliveryStage.Authenticate);
            listener.StageFailed(failure, TimeSpan.FromMilliseconds(412));
            return Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Failed(failure));
        };
        var panel = Panel();

        await panel.Find("form").SubmitAsync();

        panel.WaitForAssertion(() => Assert.Contains("Not sent", panel.Markup, StringComparison.Ordinal));
        Assert.Equal("SMTP AUTH is off.", panel.Find(".cause").TextContent);
        Assert.Contains("Switch it on.", panel.Find(".cure").TextContent, StringComparison.Ordinal);
        Assert.Equal("Set-CASMailbox -Identity 'a'", panel.Find(".command pre").TextContent);
        Assert.Contains("535 5.7.139 <b>no</b>", panel.Find(".reply").TextContent, StringComparison.Ordinal);
        Assert.NotNull(panel.Find("button[aria-label='Copy the command']"));
        Assert.Contains("The test email was not sent", panel.Find("[role=status][aria-live=polite]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_EveryRecipientRefused_ShowsTheServersWordOnEach()
    {
        var (first, second) = (Refusal("550 5.1.1 No such user"), Refusal("450 4.2.1 Mailbox busy"));
        _room.Sender.Behaviour = (_, _) => Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Failed(first)
        {
            RefusedRecipients = [new("gone@foo.com", first), new("busy@foo.com", second)],
        });
        var panel = Panel();

        await panel.Find("form").SubmitAsync();

        panel.WaitForAssertion(() => Assert.Contains("Not sent", panel.Markup, StringComparison.Ordinal));
        Assert.Equal(["gone@foo.com", "busy@foo.com"], panel.FindAll(".refused > p strong").Select(a => a.TextContent));
        Assert.Contains("450 4.2.1 Mailbox busy", panel.FindAll(".refused")[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_OnlyRecipientRefused_SaysItOnce()
    {
        var failure = Refusal("550 5.1.1 No such user");
        _room.Sender.Behaviour = (listener, _) =>
        {
            listener.StageStarted(DeliveryStage.Recipient);
            listener.StageFailed(failure, TimeSpan.FromMilliseconds(5));
            return Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Failed(failure) { RefusedRecipients = [new("gone@foo.com", failure)] });
        };
        var panel = Panel();

        await panel.Find("form").SubmitAsync();

        panel.WaitForAssertion(() => Assert.Contains("Not sent", panel.Markup, StringComparison.Ordinal));
        Assert.Single(panel.FindAll(".reply"));
    }

    [Fact]
    public async Task Cancel_WhileRunning_EndsTheTestAndKeepsThePageAwake()
    {
        _room.Sender.Behaviour = ScriptedSharedSender.HangAsync;
        var panel = Panel();

        var sending = panel.Find("form").SubmitAsync();
        panel.WaitForAssertion(() => Assert.Single(panel.FindAll("li.running")));
        await Button(panel, "Cancel").ClickAsync(new());

        panel.WaitForAssertion(() => Assert.Contains("Cancelled after", panel.Markup, StringComparison.Ordinal));
        await sending;
        Assert.Equal("false", Button(panel, "Send").GetAttribute("aria-disabled"));
    }

    [Fact]
    public async Task Cancel_WhileRunning_MarksTheStageAsCancelledNotAsFailed()
    {
        _room.Sender.Behaviour = ScriptedSharedSender.HangAsync;
        var panel = Panel();
        var sending = panel.Find("form").SubmitAsync();
        panel.WaitForAssertion(() => Assert.Single(panel.FindAll("li.running")));

        await Button(panel, "Cancel").ClickAsync(new());
        await sending;

        panel.WaitForAssertion(() => Assert.Contains("cancelled", panel.Find("li.cancelled").TextContent, StringComparison.Ordinal));
        Assert.Empty(panel.FindAll("li.failed, .failure"));
        Assert.Contains("The test was cancelled during Connect", panel.Find("[role=status][aria-live=polite]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_UnexpectedError_SaysSoAndKeepsThePage()
    {
        _room.Sender.Behaviour = (listener, _) =>
        {
            listener.StageStarted(DeliveryStage.Resolve);
            throw new InvalidOperationException("database is locked");
        };
        var panel = Panel();

        await panel.Find("form").SubmitAsync();

        panel.WaitForAssertion(() => Assert.Contains(
            "The test could not be run because of an error in the console; it is in the server's log (", panel.Markup, StringComparison.Ordinal));
        Assert.Contains("Your form is untouched.", panel.Markup, StringComparison.Ordinal);
        Assert.Empty(panel.FindAll("li.running"));
        Assert.Equal("false", Button(panel, "Send").GetAttribute("aria-disabled"));
        Assert.Contains(_log.Lines, line => line.Contains("foo.com ended by an error", StringComparison.Ordinal)
            && line.Contains("database is locked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Close_WhileRunning_EndsTheTestAndForgetsIt()
    {
        var ended = new TaskCompletionSource();
        _room.Sender.Behaviour = async (listener, token) =>
        {
            var outcome = await ScriptedSharedSender.HangAsync(listener, token);
            ended.SetResult();
            return outcome;
        };
        var panel = Panel();
        var sending = panel.Find("form").SubmitAsync();
        panel.WaitForAssertion(() => Assert.Single(panel.FindAll("li.running")));

        panel.Render(p => p.Add(x => x.Open, false));
        await ended.Task.WaitAsync(Bound.Wait);
        await sending;
        panel.Render(p => p.Add(x => x.Open, true));

        Assert.Empty(panel.FindAll("ol.stages"));
        Assert.DoesNotContain("Cancelled", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_WhileRunning_EndsTheTest()
    {
        var ended = new TaskCompletionSource();
        _room.Sender.Behaviour = async (listener, token) =>
        {
            var outcome = await ScriptedSharedSender.HangAsync(listener, token);
            ended.SetResult();
            return outcome;
        };
        var panel = Panel();
        var sending = panel.Find("form").SubmitAsync();
        panel.WaitForAssertion(() => Assert.Single(panel.FindAll("li.running")));

        await _page.DisposeComponentsAsync();

        await ended.Task.WaitAsync(Bound.Wait);
        await sending;
    }

    [Fact]
    public async Task Send_InvalidDraft_ListsTheFieldsByTheirLabels()
    {
        var panel = Panel(p => p.Add(x => x.Draft, () => Inputs.Basic.With(s => s with { Host = "" })).Add(x => x.UnsavedChanges, 1));

        await panel.Find("form").SubmitAsync();

        panel.WaitForAssertion(() => Assert.Contains("Server Host:", panel.Find("ul.fields").TextContent, StringComparison.Ordinal));
        Assert.Empty(_room.Sender.Sent);
    }

    [Fact]
    public async Task Send_NoAddress_SaysSoAtTheField()
    {
        var panel = Panel(recipient: "nobody");

        await panel.Find("form").SubmitAsync();

        panel.WaitForAssertion(() => Assert.Contains("“nobody” is not an email address", panel.Markup, StringComparison.Ordinal));
        Assert.Equal("true", panel.Find("input").GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task Send_TooMany_SaysWhenToTryAgain()
    {
        for (var i = 0; i < TestEmailQuota.Max; i++)
        {
            await _room.SendAsync(_room.Admin);
        }

        var panel = Panel();
        await panel.Find("form").SubmitAsync();

        panel.WaitForAssertion(() => Assert.Contains("Try again in 60 seconds", panel.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_Accepted_SaysByWhomAndThatNothingWasSent()
    {
        _room.Sender.Checking = (listener, _) =>
        {
            listener.StageStarted(DeliveryStage.Authenticate);
            listener.StagePassed(DeliveryStage.Authenticate, "PLAIN as codes", TimeSpan.FromMilliseconds(12), null);
            return Task.FromResult<CredentialCheck>(new CredentialCheck.Accepted("SendGrid", "The key may send <mail>."));
        };
        var panel = Panel(recipient: "");

        await Button(panel, "Check credentials").ClickAsync(new());

        panel.WaitForAssertion(() => Assert.Equal("The credentials are accepted by SendGrid", panel.Find(".result h3").TextContent));
        Assert.Contains("Nothing was sent.", panel.Find(".result").TextContent, StringComparison.Ordinal);
        Assert.Contains("The key may send <mail>.", panel.Find(".result").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Resolve", "Connect", "Greeting", "Encrypt", "Authenticate"], panel.FindAll("ol.stages .name").Select(n => n.TextContent));
        Assert.StartsWith("The credentials were accepted after ", panel.Find("[role=status][aria-live=polite]").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Type the address", panel.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("spam folder", panel.Markup, StringComparison.Ordinal);
        Assert.Empty(_room.Sender.Sent);
    }

    [Theory]
    [InlineData(DeliveryStage.Authenticate, Blame.Credentials, "Not accepted", "The credentials were not accepted: Authenticate failed. It failed.")]
    [InlineData(DeliveryStage.Connect, Blame.Provider, "Not checked", "The credentials could not be checked: Connect failed. It failed.")]
    public async Task Check_Failed_SaysWhyAndThatNothingWasSent(DeliveryStage stage, Blame blame, string ended, string announced)
    {
        var failure = ScriptedSharedSender.Failure(DeliveryFailureKind.Refused, stage, "535 5.7.8 no") with { Blame = blame };
        _room.Sender.Checking = (listener, _) =>
        {
            listener.StageStarted(stage);
            listener.StageFailed(failure, TimeSpan.FromMilliseconds(5));
            return Task.FromResult<CredentialCheck>(new CredentialCheck.Failed(failure));
        };
        var panel = Panel();

        await Button(panel, "Check credentials").ClickAsync(new());

        panel.WaitForAssertion(() => Assert.StartsWith(ended, panel.Find(".ended").TextContent.Trim(), StringComparison.Ordinal));
        Assert.EndsWith("Nothing was sent.", panel.Find(".ended").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("It failed.", panel.Find(".cause").TextContent);
        Assert.Equal(announced, panel.Find("[role=status][aria-live=polite]").TextContent);
    }

    [Fact]
    public async Task Check_Cancelled_EndsAtOnceAndOffersBothAgain()
    {
        _room.Sender.Checking = async (listener, token) => new CredentialCheck.Failed((await ScriptedSharedSender.HangAsync(listener, token)).Reason!);
        var panel = Panel();

        var checking = Button(panel, "Check credentials").ClickAsync(new());
        panel.WaitForAssertion(() => Assert.Single(panel.FindAll("li.running")));
        Assert.Equal(("true", "true"), (Button(panel, "Check credentials").GetAttribute("aria-disabled"), Button(panel, "Send").GetAttribute("aria-disabled")));
        await panel.Find("form").SubmitAsync();
        await Button(panel, "Cancel").ClickAsync(new());
        await checking;

        panel.WaitForAssertion(() => Assert.StartsWith("Cancelled after", panel.Find(".ended").TextContent.Trim(), StringComparison.Ordinal));
        Assert.Contains("The check was cancelled during Connect", panel.Find("[role=status][aria-live=polite]").TextContent, StringComparison.Ordinal);
        Assert.Equal(("false", "false"), (Button(panel, "Check credentials").GetAttribute("aria-disabled"), Button(panel, "Send").GetAttribute("aria-disabled")));
        Assert.Empty(_room.Sender.Sent);
    }

    [Fact]
    public void Check_FormBecomesOneWithAWay_IsOfferedThenAndNotBefore()
    {
        _room.Sender.Way = null;
        var draft = Inputs.Basic;
        var panel = Panel(p => p.Add(x => x.Draft, () => draft));
        Assert.Equal(["Send", "Cancel"], Actions(panel));

        _room.Sender.Way = CheckWay.Request;
        panel.Render(p => p.Add(x => x.UnsavedChanges, 1));
        Assert.Equal(["Send", "Cancel"], Actions(panel));
        draft = draft.With(s => s with { Host = "smtp.other.com" });
        panel.Render(p => p.Add(x => x.UnsavedChanges, 2));

        panel.WaitForAssertion(() => Assert.Equal(["Send", "Check credentials", "Cancel"], Actions(panel)));
    }

    [Fact]
    public void Check_InheritedProvider_IsOfferedByItsOwnSettings() =>
        Assert.Equal(["Send", "Check credentials", "Cancel"], Actions(Panel(p => p.Add(x => x.StoredName, "the super tenant's provider"))));

    private static IEnumerable<string> Actions(IRenderedComponent<TestEmailPanel> panel) => panel.FindAll(".actions button").Select(b => b.TextContent.Trim());

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<TestEmailPanel> panel, string text) =>
        panel.FindAll("button").Single(b => b.TextContent.Trim() == text);

    private static DeliveryFailure Refusal(string text) =>
        ScriptedSharedSender.Failure(DeliveryFailureKind.RecipientRefused, DeliveryStage.Recipient, text);

    private IRenderedComponent<TestEmailPanel> Panel(
        Action<ComponentParameterCollectionBuilder<TestEmailPanel>>? more = null, string recipient = "admin@foo.com") =>
        _page.Render<TestEmailPanel>(p =>
        {
            p.Add(x => x.TenantDomain, "foo.com").Add(x => x.Open, true).Add(x => x.DefaultRecipient, recipient)
                .AddCascadingValue(Task.FromResult(new AuthenticationState(_room.Admin)));
            more?.Invoke(p);
        });
}
