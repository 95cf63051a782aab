using Bunit;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Components;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.Kinds.CustomHttp;

namespace EmailConsole.Tests.EmailProviders.Components;

public sealed class KindSectionTests : IAsyncLifetime
{
    private readonly FormBench _bench = new();

    private static EmailProviderSettings Settings => new()
    {
        Kind = FormKind.Id,
        FromAddress = "codes@foo.com",
        AuthenticationType = AuthenticationType.None,
        Values = KindValues.None.With("region", "eu").With("account", "acme"),
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public void Render_AKind_HasItsFieldsInPlaceOfServerAndAuthentication()
    {
        var form = _bench.RenderForm(Stored());

        Assert.Equal(
            [
                "Send through", "Provider", "From Address", "Display Name", "Reply-To Address", "Region", "Account", "Body",
                "Max Connections", "Messages per Minute",
            ],
            form.FindAll("label.mud-input-label").Select(l => l.TextContent));
        Assert.Equal("acme", form.Field(FormKind.Field("account")).GetAttribute("value"));
        Assert.Equal("true", form.Field(FormKind.Field("account")).GetAttribute("aria-required"));
        Assert.Contains("As the service calls it.", form.Markup, StringComparison.Ordinal);
        Assert.Equal("TEXTAREA", form.Field(FormKind.Field("template")).TagName);
        Assert.Contains("API Key", form.Find(".secret-stored").TextContent, StringComparison.Ordinal);
        Assert.Contains("Made up for the form.", form.Find(".provider-notes").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_TypedFieldsAndSecret_AreSent()
    {
        _bench.Writer.AnswerSaved();
        var form = _bench.RenderForm(Stored());

        await form.TypeAsync(FormKind.Field("template"), "{ \"a\": 1 }");
        await form.PressAsync("Replace");
        await form.TypeAsync(FormKind.Field("key"), "s3cret");
        Assert.Contains("2 unsaved changes", form.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", form.Find("form").GetAttribute("data-draft-values")!, StringComparison.Ordinal);
        await form.UpdateAsync();

        var (input, _) = Assert.Single(_bench.Writer.Updates);
        Assert.Equal("s3cret", input.Secrets[FormKind.Field("key")]);
        Assert.Equal(Settings with { Values = Settings.Values.With("template", "{ \"a\": 1 }") }, input.Settings);
        Assert.Contains("leaves through Form Kind (API)", _bench.Snackbars.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choose_AKind_FillsItsDefaultsAndLimits()
    {
        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings));

        await ChooseAsync(form, "Form Kind (API)");

        Assert.Equal("{}", form.Field(FormKind.Field("template")).TextContent);
        Assert.Equal("120", form.Field(nameof(EmailProviderSettings.MessagesPerMinute)).GetAttribute("value"));
        Assert.Equal(FormKind.Id, form.Instance.Input.Settings.Kind);
        Assert.Equal("", form.Instance.Input.Settings.Host);
        await ChooseAsync(form, ProviderFields.OwnServer);
        Assert.Equal("smtp.foo.com", form.Field(nameof(EmailProviderSettings.Host)).GetAttribute("value"));
        Assert.Equal(Inputs.BasicSettings with { MessagesPerMinute = 120 }, form.Instance.Input.Settings);
    }

    [Fact]
    public void Render_CustomHttpWithPasswordCredentials_HasUserAndClient()
    {
        var form = _bench.RenderForm(ScriptedWriter.Stored(Http(CustomHttpKind.PasswordCredential, "[{{send-from}}]"), hasPassword: false));

        Assert.Equal(
            ["Authentication type", "User name", "Client ID", "Token endpoint", "Scopes", "Password", "Client secret"],
            form.FindAll("section[aria-labelledby=section-kind] label.mud-input-label").Select(l => l.TextContent).SkipWhile(l => l != "Authentication type"));
        Assert.Equal("true", form.Field(nameof(EmailProviderSettings.FromAddress)).GetAttribute("aria-required"));
    }

    [Fact]
    public async Task Update_TemplateWithoutSender_NeedsNoFromAddress()
    {
        _bench.Writer.AnswerSaved();
        var form = _bench.RenderForm(ScriptedWriter.Stored(Http(CustomHttpKind.None, "[{{subject}}]"), hasPassword: false));
        Assert.NotEqual("true", form.Field(nameof(EmailProviderSettings.FromAddress)).GetAttribute("aria-required"));
        Assert.Contains("Optional: the body template does not ask for it.", form.Markup, StringComparison.Ordinal);

        await form.TypeAsync(nameof(EmailProviderSettings.FromAddress), "");
        await form.UpdateAsync();

        Assert.Equal("", Assert.Single(_bench.Writer.Updates).Input.Settings.FromAddress);
    }

    [Fact]
    public async Task Choices_StandInTwoGroups()
    {
        var form = _bench.RenderForm();

        await form.Field(nameof(EmailProviderSettings.Preset)).ParentElement!.MouseDownAsync(new());

        Assert.Equal(["SMTP", "API"], _bench.Popovers.WaitForElements(".select-group").Select(g => g.TextContent));
    }

    private static EmailProviderSettings Http(string authentication, string template) => Settings with
    {
        Kind = CustomHttpKind.Id,
        Values = ProviderKinds.Find(CustomHttpKind.Id)!.Defaults.With(CustomHttpKind.Url, "https://mail.foo.com/")
            .With(CustomHttpKind.Authentication, authentication).With(CustomHttpKind.Body, template),
    };

    private async Task ChooseAsync(IRenderedComponent<EmailProviderForm> form, string name)
    {
        await form.Field(nameof(EmailProviderSettings.Preset)).ParentElement!.MouseDownAsync(new());
        var option = _bench.Popovers.WaitForElements(".mud-list-item").Single(i => i.TextContent.Trim() == name);
        await option.ClickAsync(new());
    }

    private static StoredEmailProvider Stored() => ScriptedWriter.Stored(Settings, hasPassword: false) with
    {
        StoredSecrets = KindValues.None.With(FormKind.Field("key"), FormKind.Field("key")),
    };
}
