using Bunit;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;

namespace EmailConsole.Tests.EmailProviders.Components;

/// <summary>What was typed outlives the page, without its secrets.</summary>
public sealed class FormDraftTests : IAsyncLifetime
{
    private const string Find = "emailConsole.drafts.find";
    private const string Keep = "emailConsole.drafts.keep";

    private readonly FormBench _bench = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Type_AfterAPause_IsKeptWithoutSecrets()
    {
        var form = _bench.RenderForm();

        await form.TypeAsync(nameof(EmailProviderSettings.Host), "smtp.typed.example");
        await form.TypeAsync(nameof(EmailProviderInput.Password), "hunter2");
        _bench.Time.Advance(TimeSpan.FromSeconds(1));

        form.WaitForAssertion(() => Assert.NotEmpty(_bench.Js.Invocations[Keep]));
        var (key, json) = ((string)_bench.Js.Invocations[Keep][^1].Arguments[0]!, (string)_bench.Js.Invocations[Keep][^1].Arguments[1]!);
        Assert.Equal("email-provider foo.com admin@foo.com", key);
        Assert.Contains("smtp.typed.example", json, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_KeptDraft_IsOfferedAndBroughtBack()
    {
        _bench.Js.Setup<string?>(Find, _ => true).SetResult(
            """{"Host":"smtp.typed.example","Port":25,"Encryption":"None","AuthenticationType":"Basic","Username":"me"}""");
        var form = _bench.RenderForm();

        await form.PressAsync("Bring it back");

        Assert.Equal("smtp.typed.example", form.Field(nameof(EmailProviderSettings.Host)).GetAttribute("value"));
        Assert.Empty(form.FindAll(".earlier-draft"));

        // A confirmation is given on the page that shows it
        Assert.False(form.Instance.Input.AcceptsClearTextCredentials);
    }

    [Fact]
    public async Task Render_KeptDraftDropped_IsForgotten()
    {
        _bench.Js.Setup<string?>(Find, _ => true).SetResult("""{"Host":"smtp.typed.example"}""");
        var form = _bench.RenderForm();

        await form.PressAsync("Drop it");

        Assert.Null(_bench.Js.Invocations[Keep][^1].Arguments[1]);
        Assert.Equal("", form.Field(nameof(EmailProviderSettings.Host)).GetAttribute("value") ?? "");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"Encryption":77}""")]
    [InlineData("""{"Host":7}""")]
    [InlineData("""{"Host":"smtp.foo.com","Port":587,"FromAddress":"codes@foo.com","Username":"codes@foo.com"}""")]
    public void Render_DraftThatIsNoneOrStored_IsNotOffered(string json)
    {
        _bench.Js.Setup<string?>(Find, _ => true).SetResult(json);

        var form = _bench.RenderForm(ScriptedEditor.Stored(
            new EmailProviderSettings { Host = "smtp.foo.com", FromAddress = "codes@foo.com", Username = "codes@foo.com" }));

        Assert.Empty(form.FindAll(".earlier-draft"));
    }

    [Fact]
    public async Task Update_Saved_ForgetsTheDraft()
    {
        _bench.Editor.AnswerSaved();
        var form = _bench.RenderForm(ScriptedEditor.Stored(Inputs.BasicSettings));
        await form.TypeAsync(nameof(EmailProviderSettings.ReplyTo), "help@foo.com");

        await form.UpdateAsync();

        Assert.Null(_bench.Js.Invocations[Keep][^1].Arguments[1]);
    }
}
