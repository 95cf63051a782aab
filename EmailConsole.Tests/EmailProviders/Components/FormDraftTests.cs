using Bunit;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Components;
using EmailConsole.EmailProviders.Editing;

namespace EmailConsole.Tests.EmailProviders.Components;

/// <summary>What was typed outlives the page, without its secrets.</summary>
public sealed class FormDraftTests : IAsyncLifetime
{
    private const string Find = "emailConsole.drafts.find";
    private const string Drop = "emailConsole.drafts.drop";

    private readonly FormBench _bench = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Type_FieldAndSecret_TellsTheBrowserTheFieldAlone()
    {
        var form = _bench.RenderForm();

        await form.TypeAsync(nameof(EmailProviderSettings.Host), "smtp.typed.example");
        await form.TypeAsync(nameof(EmailProviderInput.Password), "hunter2");

        var element = form.Find("form");
        Assert.Equal("of-me", element.GetAttribute("data-draft-key"));
        Assert.Equal("""{"Host":"smtp.typed.example"}""", element.GetAttribute("data-draft-values"));
        Assert.Equal("""["Host","Password"]""", element.GetAttribute("data-draft-changed"));
        Assert.Null(form.Field(nameof(EmailProviderInput.Password)).GetAttribute("data-draft-field"));
        Assert.Equal("smtp.typed.example", form.Field(nameof(EmailProviderSettings.Host)).GetAttribute("data-draft-sent"));
    }

    [Fact]
    public async Task Restore_KeptDraft_ComesBackWithoutAConfirmation()
    {
        Keep(new() { ["Host"] = "smtp.typed.example", ["Port"] = "25", ["Encryption"] = "None", ["Username"] = "me" });
        var form = _bench.RenderForm();
        Assert.Contains("You were editing this at 10:42", form.Find(".earlier-draft").TextContent, StringComparison.Ordinal);

        await form.PressAsync("Restore");

        Assert.Equal("smtp.typed.example", form.Field(nameof(EmailProviderSettings.Host)).GetAttribute("value"));
        Assert.Empty(form.FindAll(".earlier-draft"));
        Assert.False(form.Instance.Input.AcceptsClearTextCredentials);
    }

    [Fact]
    public async Task Restore_StoredChangedSince_KeepsTheirsWhereNothingWasTyped()
    {
        Keep(new() { ["ReplyTo"] = "mine@foo.com" });
        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings with { Host = "smtp.theirs.example" }));
        Assert.Contains("changed since", form.Find(".earlier-draft").TextContent, StringComparison.Ordinal);

        await form.PressAsync("Restore");

        Assert.Equal("smtp.theirs.example", form.Instance.Input.Settings.Host);
        Assert.Equal("mine@foo.com", form.Instance.Input.Settings.ReplyTo);
    }

    [Fact]
    public async Task Render_KeptDraftDiscarded_IsForgotten()
    {
        Keep(new() { ["Host"] = "smtp.typed.example" });
        var form = _bench.RenderForm();

        await form.Find(".earlier-draft button:last-child").ClickAsync();

        Assert.Equal("of-me", _bench.Js.Invocations[Drop].Single().Arguments[0]);
        Assert.Empty(form.FindAll(".earlier-draft"));
        Assert.Equal("", form.Field(nameof(EmailProviderSettings.Host)).GetAttribute("value") ?? "");
    }

    [Theory]
    [InlineData("Encryption", "77")]
    [InlineData("Encryption", "1")]
    [InlineData("Password", "hunter2")]
    [InlineData("Unknown", "x")]
    [InlineData("Host", "smtp.foo.com")]
    public void Render_DraftThatIsNoneOrStored_IsNotOffered(string name, string text)
    {
        Keep(new() { [name] = text });

        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings));

        Assert.Empty(form.FindAll(".earlier-draft"));
        Assert.Single(_bench.Js.Invocations[Drop]);
    }

    [Fact]
    public async Task Return_TypedOverAnOlderVersion_IsThereAndSavedOverThatVersion()
    {
        var older = Guid.CreateVersion7();
        Keep(new() { ["ReplyTo"] = "mine@foo.com" }, older, [nameof(EmailProviderInput.Password)]);
        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings, by: "other@foo.com"));

        Assert.Equal(
            "The connection to the console was lost: what you typed has come back and is not saved yet; Password must be typed again, because secrets are not kept.",
            Words(form.Find(".came-back").TextContent));
        Assert.Contains("other@foo.com changed this provider", Words(form.Find(".changed-elsewhere").TextContent), StringComparison.Ordinal);
        Assert.Equal($"{older}", form.Find("form").GetAttribute("data-draft-base"));
        _bench.Writer.AnswerSaved();
        await form.UpdateAsync();

        Assert.Equal(("mine@foo.com", older), (_bench.Writer.Updates.Single().Input.Settings.ReplyTo, _bench.Writer.Updates.Single().Version));
        Assert.Empty(form.FindAll(".came-back"));
    }

    [Theory]
    [InlineData(nameof(EmailProviderInput.ClientSecret), "The connection to the console was lost: Client Secret must be typed again, because secrets are not kept.")]
    [InlineData("Host", null)]
    [InlineData("<b>", null)]
    public void Return_NothingTypedButASecret_SaysWhichOneAndIsNoConflict(string secret, string? said)
    {
        Keep(null, null, [secret]);

        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings));

        Assert.Equal(said, form.FindAll(".came-back").Select(a => Words(a.TextContent)).SingleOrDefault());
        Assert.Empty(form.FindAll(".changed-elsewhere, .earlier-draft"));
    }

    [Fact]
    public async Task Update_Saved_LeavesNothingToKeep()
    {
        _bench.Writer.AnswerSaved();
        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings));
        await form.TypeAsync(nameof(EmailProviderSettings.ReplyTo), "help@foo.com");

        await form.UpdateAsync();

        Assert.Equal("[]", form.Find("form").GetAttribute("data-draft-changed"));
        Assert.Equal("{}", form.Find("form").GetAttribute("data-draft-values"));
    }

    [Fact]
    public async Task Discard_AfterEdits_CanBeUndoneWithItsSecret()
    {
        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings with { Username = "" }, hasPassword: false));
        await form.TypeAsync(nameof(EmailProviderSettings.Host), "smtp.typed.example");
        await form.TypeAsync(nameof(EmailProviderInput.Password), "hunter2");

        await form.PressAsync("Discard");
        Assert.Equal("smtp.foo.com", form.Instance.Input.Settings.Host);
        await form.PressAsync("Undo discard");

        Assert.Equal("smtp.typed.example", form.Instance.Input.Settings.Host);
        Assert.Equal(new SecretInput.Replaced("hunter2"), form.Instance.Input.Password);
    }

    [Fact]
    public async Task UndoDiscard_AnotherHasStoredMeanwhile_PutsBackWhatWasTypedAlone()
    {
        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings));
        await form.TypeAsync(nameof(EmailProviderSettings.ReplyTo), "mine@foo.com");
        form.Render(p => p.Add(f => f.Stored, Later("other@foo.com")));

        await form.PressAsync("Discard");
        await form.PressAsync("Undo discard");

        Assert.Equal(("mine@foo.com", "smtp.theirs.example"), (form.Instance.Input.Settings.ReplyTo, form.Instance.Input.Settings.Host));
        Assert.Equal("""["ReplyTo"]""", form.Find("form").GetAttribute("data-draft-changed"));
    }

    [Fact]
    public async Task StoredByAnother_WhileEditing_IsAnnouncedAndKeepsWhatIsTyped()
    {
        _bench.Writer.AnswerSaved();
        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings));
        await form.TypeAsync(nameof(EmailProviderSettings.ReplyTo), "mine@foo.com");

        form.Render(p => p.Add(f => f.Stored, Later("other@foo.com")));

        Assert.Contains("other@foo.com changed this provider", Words(form.Find(".changed-elsewhere").TextContent), StringComparison.Ordinal);
        Assert.Equal("mine@foo.com", form.Instance.Input.Settings.ReplyTo);
        var asking = form.PressAsync("See what differs");
        _bench.Dialogs.WaitForElement(".conflict");
        await _bench.Dialogs.PressAsync("Update with these");
        await asking;

        Assert.Equal("mine@foo.com", _bench.Writer.Updates.Single().Input.Settings.ReplyTo);
    }

    [Fact]
    public void StoredByAnother_NothingTyped_IsShown()
    {
        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings));

        form.Render(p => p.Add(f => f.Stored, Later("other@foo.com")));

        Assert.Equal("smtp.theirs.example", form.Instance.Input.Settings.Host);
        Assert.Contains("other@foo.com changed this provider", form.Find(".changed-elsewhere").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_WithoutAChange_SaysSo()
    {
        var stored = ScriptedWriter.Stored(Inputs.BasicSettings);
        _bench.Writer.Answer(new UpdateResult.Saved(stored));
        var form = _bench.RenderForm(stored);

        await form.UpdateAsync();

        Assert.Contains("Nothing has changed", _bench.Snackbars.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Updated.", _bench.Snackbars.Markup, StringComparison.Ordinal);
    }

    private static StoredEmailProvider Later(string by) =>
        ScriptedWriter.Stored(Inputs.BasicSettings with { Host = "smtp.theirs.example" }, by: by) with { UpdatedAt = ProviderDatabase.Start.AddMinutes(1) };

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private void Keep(Dictionary<string, string?>? values, Guid? version = null, string[]? secrets = null) =>
        _bench.Js.Setup<KeptDraft?>(Find, _ => true).SetResult(new KeptDraft($"{version}", "10:42", values, secrets));
}
