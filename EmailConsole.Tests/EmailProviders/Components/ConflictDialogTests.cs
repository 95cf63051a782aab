using Bunit;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Components;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.Tests.EmailProviders.Components;

public sealed class ConflictDialogTests : IAsyncLifetime
{
    private readonly FormBench _bench = new();
    private readonly StoredEmailProvider _loaded = ScriptedWriter.Stored(Inputs.BasicSettings);

    private readonly StoredEmailProvider _theirs = ScriptedWriter.Stored(
        Inputs.BasicSettings with { FromAddress = "theirs@foo.com", ReplyTo = "help@foo.com" }, by: "second@foo.com");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Update_ChangedElsewhere_ShowsOnlyWhatDiffersSideBySide()
    {
        var (form, updating) = await ConflictAsync(_theirs);

        Assert.Contains("second@foo.com", _bench.Dialogs.Markup, StringComparison.Ordinal);
        Assert.Equal(["From Address", "Reply-To Address"], _bench.Dialogs.FindAll("legend").Select(l => l.TextContent));
        Assert.Equal(
            ["theirs@foo.com", "yours@foo.com", "help@foo.com", "(not set)"],
            _bench.Dialogs.FindAll(".conflict-value").Select(v => v.TextContent));

        await _bench.Dialogs.PressAsync("Back to the form");
        await updating;
        Assert.Equal("yours@foo.com", form.Field(nameof(EmailProviderSettings.FromAddress)).GetAttribute("value"));
    }

    [Fact]
    public async Task UpdateWithThese_AsPreselected_StoresEachSidesOwnChangesOverTheirVersion()
    {
        var (_, updating) = await ConflictAsync(_theirs);
        _bench.Writer.AnswerSaved();

        await _bench.Dialogs.PressAsync("Update with these");
        await updating;

        var (input, version) = _bench.Writer.Updates[1];
        Assert.Equal(_theirs.Version, version);
        Assert.Equal("yours@foo.com", input.Settings.FromAddress);
        Assert.Equal("help@foo.com", input.Settings.ReplyTo);
    }

    [Fact]
    public async Task AllYours_ThenUpdate_StoresYours()
    {
        var (_, updating) = await ConflictAsync(_theirs);
        _bench.Writer.AnswerSaved();

        await _bench.Dialogs.PressAsync("All yours");
        await _bench.Dialogs.PressAsync("Update with these");
        await updating;

        Assert.Null(_bench.Writer.Updates[1].Input.Settings.ReplyTo);
    }

    [Fact]
    public async Task AllTheirs_DropsYoursAndSavesNothing()
    {
        var (form, updating) = await ConflictAsync(_theirs);

        await _bench.Dialogs.PressAsync("All theirs");
        await _bench.Dialogs.PressAsync("Take theirs");
        await updating;

        Assert.Single(_bench.Writer.Updates);
        Assert.Equal("theirs@foo.com", form.Field(nameof(EmailProviderSettings.FromAddress)).GetAttribute("value"));
        Assert.Contains("No unsaved changes", form.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_TypedAPassword_IsComparedAsChangedOnly()
    {
        var (_, updating) = await ConflictAsync(_theirs, typesPassword: true);

        Assert.Contains("Password", _bench.Dialogs.FindAll("legend").Select(l => l.TextContent));
        Assert.DoesNotContain(Inputs.Password, _bench.Dialogs.Markup, StringComparison.Ordinal);
        Assert.Contains("changed: the one you typed", _bench.Dialogs.Markup, StringComparison.Ordinal);

        await _bench.Dialogs.PressAsync("Back to the form");
        await updating;
    }

    [Fact]
    public async Task KeepItReverted_EmptiesTheForm()
    {
        var (form, updating) = await ConflictAsync(null);

        await _bench.Dialogs.PressAsync("Keep it reverted");
        await updating;

        Assert.True(string.IsNullOrEmpty(form.Field(nameof(EmailProviderSettings.Host)).GetAttribute("value")));
        Assert.Single(_bench.Writer.Updates);
    }

    [Fact]
    public async Task StoreMine_SecretWentWithTheRevert_AsksForItBeforeSaving()
    {
        var (form, updating) = await ConflictAsync(null);

        await _bench.Dialogs.PressAsync("Store mine");
        await updating;

        Assert.Single(_bench.Writer.Updates);
        Assert.Equal("Password", Assert.Single(form.FindAll(".error-summary button")).TextContent);
    }

    [Fact]
    public async Task UpdateWithThese_TheirClearTextWithMyCredentials_AsksForTheConsentThatNobodyGave()
    {
        var withoutSignIn = Inputs.BasicSettings with { AuthenticationType = AuthenticationType.None, Username = null };
        var theirs = ScriptedWriter.Stored(withoutSignIn with { Encryption = SmtpEncryption.None }, hasPassword: false);
        var state = new EmailProviderFormState(ScriptedWriter.Stored(withoutSignIn, hasPassword: false));
        state.Draft.AuthenticationType = AuthenticationType.Basic;
        state.Draft.Username = "codes@foo.com";
        state.Draft.Password = Inputs.Password;

        var merged = await SaveAsPreselectedAsync(state, theirs);

        Assert.Equal((SmtpEncryption.None, AuthenticationType.Basic), (merged.Encryption, merged.AuthenticationType));
        Assert.False(merged.AcceptsClearTextCredentials);
        Assert.Contains(
            EmailProviderValidation.FindErrors(merged.ToInput(), theirs),
            e => e.Field == nameof(EmailProviderInput.AcceptsClearTextCredentials));
    }

    [Theory]
    [InlineData("smtp.foo.com", true)]
    [InlineData("smtp.elsewhere.example", false)]
    public async Task UpdateWithThese_TheirConfirmedClearText_IsAcceptedForTheServerTheyConfirmedItFor(string myHost, bool accepted)
    {
        var theirs = ScriptedWriter.Stored(Inputs.BasicSettings with { Encryption = SmtpEncryption.None });
        var state = new EmailProviderFormState(_loaded);
        state.Draft.Host = myHost;
        state.Draft.FromAddress = "yours@foo.com";

        Assert.Equal(accepted, (await SaveAsPreselectedAsync(state, theirs)).AcceptsClearTextCredentials);
    }

    [Fact]
    public async Task UpdateWithThese_MyConfirmedClearText_StaysAccepted()
    {
        var state = new EmailProviderFormState(_loaded);
        state.Draft.Encryption = SmtpEncryption.None;
        state.Draft.AcceptsClearTextCredentials = true;

        Assert.True((await SaveAsPreselectedAsync(state, _theirs)).AcceptsClearTextCredentials);
    }

    private async Task<EmailProviderDraft> SaveAsPreselectedAsync(EmailProviderFormState state, StoredEmailProvider theirs)
    {
        var asking = _bench.Dialogs.InvokeAsync(() => ConflictDialog.AskAsync(_bench.DialogService, "foo.com", state, theirs));
        await _bench.Dialogs.PressAsync("Update with these");
        return Assert.IsType<ConflictChoice.Save>(await asking).Draft;
    }

    private async Task<(IRenderedComponent<EmailProviderForm> Form, Task Updating)> ConflictAsync(
        StoredEmailProvider? theirs, bool typesPassword = false)
    {
        _bench.Writer.Answer(new UpdateResult.ChangedElsewhere(theirs));
        var form = _bench.RenderForm(_loaded);
        await form.TypeAsync(nameof(EmailProviderSettings.FromAddress), "yours@foo.com");
        if (typesPassword)
        {
            await form.PressAsync("Replace");
            await form.TypeAsync(nameof(EmailProviderInput.Password), Inputs.Password);
        }

        var updating = form.UpdateAsync();
        _bench.Dialogs.WaitForElement(".mud-dialog");
        return (form, updating);
    }
}
