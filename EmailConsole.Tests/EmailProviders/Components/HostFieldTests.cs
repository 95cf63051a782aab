using Bunit;
using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.EmailProviders.Components;

/// <summary>A server's name as it is pasted from documentation, and the preset that it belongs to.</summary>
public sealed class HostFieldTests : IAsyncLifetime
{
    private readonly FormBench _bench = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Host_PastedWithItsPort_IsTakenApartAndOffersItsPreset()
    {
        var form = _bench.RenderForm();

        await form.TypeAsync(nameof(EmailProviderSettings.Host), "smtp.office365.com:25");

        form.WaitForAssertion(() => Assert.Equal("smtp.office365.com", form.Field(nameof(EmailProviderSettings.Host)).GetAttribute("value")));
        Assert.Equal("25", form.Field(nameof(EmailProviderSettings.Port)).GetAttribute("value"));
        Assert.Contains("Microsoft 365 Exchange Online", form.Find(".preset-offer").TextContent, StringComparison.Ordinal);

        await form.PressAsync("Fill in Microsoft 365 Exchange Online");

        form.WaitForAssertion(() => Assert.Equal("587", form.Field(nameof(EmailProviderSettings.Port)).GetAttribute("value")));
        Assert.Empty(form.FindAll(".preset-offer"));
        Assert.Contains("login.microsoftonline.com", form.Field(nameof(EmailProviderSettings.TokenEndpoint)).GetAttribute("value"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_TypedWithItsPort_IsTakenApartWhenItIsLeft()
    {
        var form = _bench.RenderForm();
        const string typed = "mail.foo.com:465";
        for (var i = 1; i <= typed.Length; i++)
        {
            await form.TypeAsync(nameof(EmailProviderSettings.Host), typed[..i]);
        }

        Assert.Equal(typed, form.Field(nameof(EmailProviderSettings.Host)).GetAttribute("value"));

        await form.Field(nameof(EmailProviderSettings.Host)).BlurAsync(new());

        form.WaitForAssertion(() => Assert.Equal("mail.foo.com", form.Field(nameof(EmailProviderSettings.Host)).GetAttribute("value")));
        Assert.Equal("465", form.Field(nameof(EmailProviderSettings.Port)).GetAttribute("value"));
    }

    [Fact]
    public async Task Host_TypedWithItsPortAndUpdated_IsSavedApart()
    {
        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings));
        await form.TypeAsync(nameof(EmailProviderSettings.Host), Inputs.BasicSettings.Host + ":");
        await form.TypeAsync(nameof(EmailProviderSettings.Host), Inputs.BasicSettings.Host + ":2");
        await form.TypeAsync(nameof(EmailProviderSettings.Host), Inputs.BasicSettings.Host + ":25");

        await form.UpdateAsync();

        Assert.Equal("25", form.Field(nameof(EmailProviderSettings.Port)).GetAttribute("value"));
    }

    [Fact]
    public void Presets_DevelopmentMailboxRuns_IsNamedByTheForm()
    {
        _bench.Development.Port = 4025;

        var form = _bench.RenderForm(ScriptedWriter.Stored(new EmailProviderSettings
        {
            Host = "localhost",
            Port = 4025,
            Encryption = SmtpEncryption.None,
            AuthenticationType = AuthenticationType.None,
            FromAddress = "a@foo.com",
        }));

        Assert.Contains("Fill in Development mailbox", form.Find(".preset-offer").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_ChangedFromTheDevelopmentMailboxs_IsAnotherServer()
    {
        _bench.Development.Port = 4025;
        var form = _bench.RenderForm();
        await form.TypeAsync(nameof(EmailProviderSettings.Host), "localhost:4025");
        await form.PressAsync("Fill in Development mailbox");
        Assert.Contains("Takes every message", form.Markup, StringComparison.Ordinal);

        await form.TypeAsync(nameof(EmailProviderSettings.Port), "25");
        await form.Field(nameof(EmailProviderSettings.Port)).BlurAsync(new());

        form.WaitForAssertion(() => Assert.DoesNotContain("Takes every message", form.Markup, StringComparison.Ordinal));
        await form.TypeAsync(nameof(EmailProviderSettings.Port), "4025");
        form.WaitForAssertion(() => Assert.Contains("Fill in Development mailbox", form.Find(".preset-offer").TextContent, StringComparison.Ordinal));
    }
}
