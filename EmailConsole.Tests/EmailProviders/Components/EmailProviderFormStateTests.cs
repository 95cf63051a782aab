using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Components;

namespace EmailConsole.Tests.EmailProviders.Components;

public sealed class EmailProviderFormStateTests
{
    private const string From = nameof(EmailProviderSettings.FromAddress);

    [Fact]
    public void UnsavedChanges_TypedAndUndone_CountsNothing()
    {
        var state = new EmailProviderFormState(ScriptedWriter.Stored(Inputs.BasicSettings));
        state.Draft.FromAddress = "other@foo.com";
        state.Draft.Password = "typed";
        Assert.Equal(["From Address", "Password"], state.UnsavedChanges);

        state.Draft.FromAddress = $" {Inputs.BasicSettings.FromAddress} ";
        state.Draft.Password = "";

        Assert.Empty(state.UnsavedChanges);
    }

    [Fact]
    public void Edit_WrongText_ShowsNoErrorBeforeTheFieldIsLeft()
    {
        var state = new EmailProviderFormState(null);
        state.Draft.FromAddress = "codes at foo";
        state.Edit(From);
        Assert.Null(state.ErrorOf(From));

        state.Leave(From);

        Assert.NotNull(state.ErrorOf(From));
    }

    [Fact]
    public void Leave_NothingTyped_DoesNotNag()
    {
        var state = new EmailProviderFormState(null);

        state.Leave(From);

        Assert.Empty(state.Errors);
    }

    [Fact]
    public void Edit_Mended_TakesTheErrorAwayAtOnce()
    {
        var state = new EmailProviderFormState(null);
        state.JudgeAll();
        Assert.NotNull(state.ErrorOf(From));

        state.Draft.FromAddress = "codes@foo.com";
        state.Edit(From);

        Assert.Null(state.ErrorOf(From));
    }

    [Fact]
    public void Pause_PortOfAnotherEncryption_HintsWithoutKeepingFromSaving()
    {
        var state = new EmailProviderFormState(ScriptedWriter.Stored(Inputs.BasicSettings));
        state.Draft.Port = "465";
        state.Draft.Password = "again";
        state.Edit(nameof(EmailProviderSettings.Port));
        Assert.Null(state.HintOf(nameof(EmailProviderSettings.Encryption)));

        state.Pause();

        Assert.Contains("choose TLS", state.HintOf(nameof(EmailProviderSettings.Encryption)), StringComparison.Ordinal);
        Assert.True(state.JudgeAll());
    }

    [Theory]
    [InlineData(nameof(EmailProviderDraft.Host))]
    [InlineData(nameof(EmailProviderDraft.Port))]
    [InlineData(nameof(EmailProviderDraft.Encryption))]
    public void ClearTextConsent_AnotherServer_DoesNotHoldThere(string changed)
    {
        var draft = new EmailProviderFormState(ScriptedWriter.Stored(Inputs.BasicSettings with { Encryption = SmtpEncryption.None })).Draft;
        Assert.True(draft.AcceptsClearTextCredentials);

        draft.Host = changed == nameof(draft.Host) ? "smtp.elsewhere.example" : draft.Host;
        draft.Port = changed == nameof(draft.Port) ? "2525" : draft.Port;
        draft.Encryption = changed == nameof(draft.Encryption) ? SmtpEncryption.StartTlsIfOffered : draft.Encryption;

        Assert.False(draft.AcceptsClearTextCredentials);
        Assert.False(draft.ToInput().AcceptsClearTextCredentials);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("70000")]
    [InlineData("587.5")]
    public void JudgeAll_PortThatIsNone_SaysWhatToType(string port)
    {
        var state = new EmailProviderFormState(ScriptedWriter.Stored(Inputs.BasicSettings));
        state.Draft.Port = port;

        Assert.False(state.JudgeAll());
        Assert.Contains("from 1 to 65535", state.ErrorOf(nameof(EmailProviderSettings.Port)), StringComparison.Ordinal);
    }
}
