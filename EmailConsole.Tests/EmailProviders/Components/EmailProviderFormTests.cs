using Bunit;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Components;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tenants;
using MudBlazor;

namespace EmailConsole.Tests.EmailProviders.Components;

public sealed class EmailProviderFormTests : IAsyncLifetime
{
    private readonly FormBench _bench = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [InlineData(AuthenticationType.Basic, "Username,Password")]
    [InlineData(AuthenticationType.ClientCredential, "Client ID,Client Secret,Token Endpoint,Scopes")]
    [InlineData(AuthenticationType.None, "")]
    public void Render_AuthenticationType_LabelsItsFieldsOnly(AuthenticationType type, string further)
    {
        var form = _bench.RenderForm(Stored(new EmailProviderSettings { AuthenticationType = type }, hasPassword: false));

        string[] expected =
        [
            "Send through", "Provider", "Server Host", "Server Port", "Encryption", "From Address", "Display Name", "Reply-To Address", "Authentication Type",
            .. further.Split(',', StringSplitOptions.RemoveEmptyEntries),
            "Max Connections", "Messages per Minute", "Messages per Connection",
        ];
        Assert.Equal(expected, form.FindAll("label.mud-input-label").Select(l => l.TextContent));
    }

    [Fact]
    public async Task Update_SenderOverThePlatform_AsksForTheSenderAloneAndSavesIt()
    {
        _bench.Writer.AnswerSaved();
        var form = _bench.RenderForm(Stored(new EmailProviderSettings
        {
            Server = ProviderServer.Platform,
            FromAddress = "codes@foo.com",
            AuthenticationType = AuthenticationType.None,
        }, hasPassword: false));
        Assert.Equal(["Send through", "From Address", "Display Name", "Reply-To Address"], form.FindAll("label.mud-input-label").Select(l => l.TextContent));
        Assert.Contains("with its account and its limits, from an address at foo.com or below it", form.Markup, StringComparison.Ordinal);

        await form.TypeAsync(nameof(EmailProviderSettings.FromAddress), "no-reply@foo.com");
        await form.UpdateAsync();

        var (input, _) = Assert.Single(_bench.Writer.Updates);
        Assert.Equal(
            new EmailProviderSettings { Server = ProviderServer.Platform, FromAddress = "no-reply@foo.com", AuthenticationType = AuthenticationType.None },
            input.Settings);
        Assert.Contains("leaves through the super tenant's server", _bench.Snackbars.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "leaves through smtp.foo.com.")]
    [InlineData(false, "leaves through smtp.foo.com, in a few seconds everywhere.")]
    public async Task Update_SomeNodeIsSlow_SaysThatItTakesAFewSecondsMore(bool isEverywhere, string said)
    {
        _bench.Writer.Answer(new UpdateResult.Saved(Stored(Inputs.BasicSettings)) { IsEverywhere = isEverywhere });
        var form = _bench.RenderForm(Stored(Inputs.BasicSettings));

        await form.UpdateAsync();

        Assert.Contains(said, _bench.Snackbars.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_SenderThatIsNotPermitted_ShowsTheReasonAtItsField()
    {
        _bench.Writer.Answer(new UpdateResult.Invalid([new FieldError(nameof(EmailProviderSettings.FromAddress), "Only from addresses at foo.com.")]));
        var form = _bench.RenderForm(Stored(new EmailProviderSettings
        {
            Server = ProviderServer.Platform,
            FromAddress = "codes@bar.com",
            AuthenticationType = AuthenticationType.None,
        }, hasPassword: false));

        await form.UpdateAsync();

        Assert.Equal(["From Address"], form.FindAll(".error-summary button").Select(b => b.TextContent));
        Assert.Contains("Only from addresses at foo.com.", form.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_EmptyForm_NamesWhatIsRequiredAndSavesNothing()
    {
        var form = _bench.RenderForm();

        await form.UpdateAsync();

        Assert.Equal(
            ["Server Host", "From Address", "Username", "Password"],
            form.FindAll(".error-summary button").Select(b => b.TextContent));
        Assert.Empty(_bench.Writer.Updates);
    }

    [Fact]
    public async Task Update_FilledForm_SavesWhatWasTypedOnceAndForgetsThePassword()
    {
        _bench.Writer.AnswerSaved();
        var form = _bench.RenderForm();

        await FillAsync(form);
        await form.UpdateAsync();

        var (input, version) = Assert.Single(_bench.Writer.Updates);
        Assert.Equal(Inputs.BasicSettings, input.Settings);
        Assert.Equal(new SecretInput.Replaced(Inputs.Password), input.Password);
        Assert.Null(version);
        Assert.DoesNotContain("p4ss", form.Markup, StringComparison.Ordinal);
        Assert.Contains("stored, leave as it is to keep it", form.Markup, StringComparison.Ordinal);
        Assert.Contains("Updated.", _bench.Snackbars.Markup, StringComparison.Ordinal);
        Assert.Single(_bench.StoredTold);
    }

    [Fact]
    public async Task Update_LimitsTyped_SavesThemAndRefusesWhatIsNoNumber()
    {
        _bench.Writer.AnswerSaved();
        var form = _bench.RenderForm();
        await FillAsync(form);
        await form.TypeAsync(nameof(EmailProviderSettings.MaxConnections), "3");
        await form.TypeAsync(nameof(EmailProviderSettings.MessagesPerMinute), "many");
        await form.TypeAsync(nameof(EmailProviderSettings.MessagesPerConnection), " ");

        await form.UpdateAsync();
        Assert.Equal("Messages per Minute", Assert.Single(form.FindAll(".error-summary button")).TextContent);
        await form.TypeAsync(nameof(EmailProviderSettings.MessagesPerMinute), "30");
        await form.UpdateAsync();

        var (input, _) = Assert.Single(_bench.Writer.Updates);
        Assert.Equal(Inputs.BasicSettings with { MaxConnections = 3, MessagesPerMinute = 30 }, input.Settings);
    }

    [Fact]
    public async Task Update_SecondClickWhileTheFirstIsUnderWay_SavesOnce()
    {
        var answer = new TaskCompletionSource<UpdateResult>();
        _bench.Writer.AnswerWhen(answer.Task);
        var form = _bench.RenderForm(Stored(Inputs.BasicSettings));
        await form.TypeAsync(nameof(EmailProviderSettings.FromAddress), "other@foo.com");

        var first = form.UpdateAsync();
        await form.UpdateAsync();
        answer.SetResult(new UpdateResult.Saved(Stored(Inputs.BasicSettings)));
        await first;

        Assert.Single(_bench.Writer.Updates);
    }

    [Fact]
    public async Task Update_TypedMeanwhile_KeepsWhatWasTyped()
    {
        var answer = new TaskCompletionSource<UpdateResult>();
        _bench.Writer.AnswerWhen(answer.Task);
        var form = _bench.RenderForm(Stored(Inputs.BasicSettings));
        await form.TypeAsync(nameof(EmailProviderSettings.FromAddress), "other@foo.com");

        var saving = form.UpdateAsync();
        await form.TypeAsync(nameof(EmailProviderSettings.ReplyTo), "help@foo.com");
        answer.SetResult(new UpdateResult.Saved(Stored(Inputs.BasicSettings with { FromAddress = "other@foo.com" })));
        await saving;

        Assert.Equal("help@foo.com", form.Field(nameof(EmailProviderSettings.ReplyTo)).GetAttribute("value"));
        Assert.Contains("1 unsaved change: Reply-To Address", form.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_DatabaseAway_SaysSoAndKeepsWhatWasTyped()
    {
        _bench.Writer.Fail();
        var form = _bench.RenderForm(Stored(Inputs.BasicSettings));
        await form.TypeAsync(nameof(EmailProviderSettings.FromAddress), "other@foo.com");

        await form.UpdateAsync();

        Assert.Contains("What you typed is still here", form.Markup, StringComparison.Ordinal);
        Assert.Equal("other@foo.com", form.Field(nameof(EmailProviderSettings.FromAddress)).GetAttribute("value"));
    }

    [Fact]
    public async Task Update_ServerRefusesAField_ShowsItBeneathTheField()
    {
        _bench.Writer.Answer(new UpdateResult.Invalid([new FieldError(nameof(EmailProviderSettings.Host), "Use another host.")]));
        var form = _bench.RenderForm(Stored(Inputs.BasicSettings));

        await form.UpdateAsync();

        Assert.Equal("Use another host.", form.Find($"#{ProviderFields.InputId("Host")}-error").TextContent);
        Assert.Equal("true", form.Field(nameof(EmailProviderSettings.Host)).GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task Update_SignedOutMeanwhile_TellsThePage()
    {
        _bench.Writer.Answer(new UpdateResult.Refused(new TenantDecision.NotSignedIn()));
        var form = _bench.RenderForm(Stored(Inputs.BasicSettings));

        await form.UpdateAsync();

        Assert.IsType<TenantDecision.NotSignedIn>(Assert.Single(_bench.RefusedTold));
    }

    [Fact]
    public async Task Type_WrongAddress_SaysSoOnceTypingPauses()
    {
        var form = _bench.RenderForm();
        await form.TypeAsync(nameof(EmailProviderSettings.FromAddress), "codes at foo");
        Assert.Empty(form.FindAll("#provider-FromAddress-error"));

        _bench.Time.Advance(TimeSpan.FromSeconds(1));

        form.WaitForAssertion(() => Assert.NotEmpty(form.Find("#provider-FromAddress-error").TextContent));
    }

    [Fact]
    public async Task Discard_AfterEdits_ShowsWhatIsStored()
    {
        var form = _bench.RenderForm(Stored(Inputs.BasicSettings));
        await form.TypeAsync(nameof(EmailProviderSettings.Host), "smtp.elsewhere.example");

        await form.PressAsync("Discard");

        Assert.Equal("smtp.foo.com", form.Field(nameof(EmailProviderSettings.Host)).GetAttribute("value"));
        Assert.Contains("No unsaved changes", form.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encryption_NoneWithCredentials_AsksForConfirmation()
    {
        var form = _bench.RenderForm(Stored(Inputs.BasicSettings with { Encryption = SmtpEncryption.None }, hasPassword: true));
        Assert.True(form.Find("input[type=checkbox]").HasAttribute("checked"));

        await form.Find("input[type=checkbox]").ChangeAsync(false);
        await form.UpdateAsync();

        Assert.Empty(_bench.Writer.Updates);
        Assert.Contains("confirm", form.Find("#clear-text-error").TextContent, StringComparison.Ordinal);
        Assert.Contains("I accept that", form.Find(".confirmation").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", form.Field(nameof(EmailProviderSettings.Encryption)).GetAttribute("aria-invalid"));
        Assert.Contains("your confirmation", form.Find("#provider-Encryption-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClearTextConsent_HostChanged_IsUntickedAndAskedForAgain()
    {
        var form = _bench.RenderForm(Stored(Inputs.BasicSettings with { Encryption = SmtpEncryption.None }));

        await form.TypeAsync(nameof(EmailProviderSettings.Host), "smtp.elsewhere.example");
        await form.TypeAsync(nameof(EmailProviderInput.Password), Inputs.Password);
        await form.UpdateAsync();

        Assert.False(form.Find("input[type=checkbox]").HasAttribute("checked"));
        Assert.Empty(_bench.Writer.Updates);
    }

    [Fact]
    public async Task Provider_KeepMine_ShowsItsOldValueAgain()
    {
        var form = _bench.RenderForm(Stored(Inputs.BasicSettings));
        var select = form.FindComponents<MudSelect<string>>().Single(s => s.Instance.Label == "Provider");

        var choosing = form.InvokeAsync(() => select.Instance.SelectOption("gmail"));
        await _bench.Dialogs.PressAsync("Keep mine");
        await choosing;

        form.WaitForAssertion(() =>
            Assert.Equal(ProviderFields.OwnServer, form.Field(nameof(EmailProviderSettings.Preset)).GetAttribute("value")));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("codes at foo", false)]
    [InlineData("codes@foo.com", true)]
    public async Task FromPreview_ShowsOnlyAnAddressThatWasTyped(string address, bool shown)
    {
        var form = _bench.RenderForm();

        await form.TypeAsync(nameof(EmailProviderSettings.FromAddress), address);

        Assert.Equal(shown, form.Find(".from-preview").TextContent.Contains("Recipients see", StringComparison.Ordinal));
        Assert.DoesNotContain("no-reply@example.com", form.Find(".from-preview").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Revert_NothingStored_IsNotOffered() =>
        Assert.DoesNotContain(_bench.RenderForm().FindAll("button"), b => b.TextContent == "Revert");

    [Fact]
    public async Task Revert_Confirmed_RemovesWhatWasLoadedAndEmptiesTheForm()
    {
        var stored = Stored(Inputs.BasicSettings);
        _bench.Writer.Answer(new UpdateResult.Saved(null));
        var form = _bench.RenderForm(stored);

        var reverting = form.PressAsync("Revert");
        await _bench.Dialogs.PressAsync("Revert");
        await reverting;

        Assert.Equal(stored.Version, Assert.Single(_bench.Writer.Reverts));
        Assert.Equal("", form.Field(nameof(EmailProviderSettings.Host)).GetAttribute("value") ?? "");
        Assert.Null(Assert.Single(_bench.StoredTold));
    }

    [Fact]
    public async Task Revert_Cancelled_RemovesNothing()
    {
        var form = _bench.RenderForm(Stored(Inputs.BasicSettings));

        var reverting = form.PressAsync("Revert");
        await _bench.Dialogs.PressAsync("Cancel");
        await reverting;

        Assert.Empty(_bench.Writer.Reverts);
    }

    [Fact]
    public async Task Revert_ChangedElsewhere_AsksAgainAboutWhatIsStoredNow()
    {
        var theirs = Stored(Inputs.BasicSettings with { Host = "smtp.theirs.example" });
        _bench.Writer.Answer(new UpdateResult.ChangedElsewhere(theirs));
        _bench.Writer.Answer(new UpdateResult.Saved(null));
        var form = _bench.RenderForm(Stored(Inputs.BasicSettings));

        var reverting = form.PressAsync("Revert");
        await _bench.Dialogs.PressAsync("Revert");
        _bench.Dialogs.WaitForAssertion(() => Assert.Contains("smtp.theirs.example", _bench.Dialogs.Markup, StringComparison.Ordinal));
        await _bench.Dialogs.PressAsync("Revert");
        await reverting;

        Assert.Equal(theirs.Version, _bench.Writer.Reverts[1]);
    }

    [Fact]
    public async Task Revert_ChangedElsewhereAndCancelled_AnUpdateStillMeetsTheirChanges()
    {
        var loaded = Stored(Inputs.BasicSettings);
        var theirs = Stored(Inputs.BasicSettings with { Host = "smtp.theirs.example" });
        _bench.Writer.Answer(new UpdateResult.ChangedElsewhere(theirs));
        var form = _bench.RenderForm(loaded);

        var reverting = form.PressAsync("Revert");
        await _bench.Dialogs.PressAsync("Revert");
        _bench.Dialogs.WaitForAssertion(() => Assert.Contains("smtp.theirs.example", _bench.Dialogs.Markup, StringComparison.Ordinal));
        await _bench.Dialogs.PressAsync("Cancel");
        await reverting;
        _bench.Writer.AnswerSaved();
        await form.UpdateAsync();

        Assert.Equal(loaded.Version, Assert.Single(_bench.Writer.Updates).Version);
    }

    private static StoredEmailProvider Stored(EmailProviderSettings settings, bool hasPassword = true) =>
        ScriptedWriter.Stored(settings, hasPassword);

    private static async Task FillAsync(IRenderedComponent<EmailProviderForm> form)
    {
        await form.TypeAsync(nameof(EmailProviderSettings.Host), "smtp.foo.com");
        await form.TypeAsync(nameof(EmailProviderSettings.FromAddress), "codes@foo.com");
        await form.TypeAsync(nameof(EmailProviderSettings.Username), "codes@foo.com");
        await form.TypeAsync(nameof(EmailProviderInput.Password), Inputs.Password);
    }
}
