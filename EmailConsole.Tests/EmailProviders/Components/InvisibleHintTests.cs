using Bunit;
using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.EmailProviders.Components;

public sealed class InvisibleHintTests : IAsyncLifetime
{
    private readonly FormBench _bench = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [InlineData(nameof(EmailProviderSettings.Host), "smtp.foo\u200B.com", "smtp.foo.com")]
    [InlineData(nameof(EmailProviderSettings.Host), "smtp\u202A.foo.com", "smtp.foo.com")]
    [InlineData(nameof(EmailProviderSettings.Username), "codes\uFEFF@foo.com", "codes@foo.com")]
    [InlineData(nameof(EmailProviderSettings.FromAddress), "codes@foo\u00A0.com", "codes@foo.com")]
    public async Task Type_InvisibleInAText_IsNamedAndTakenOut(string field, string typed, string rest)
    {
        var form = _bench.RenderForm();

        await form.TypeAsync(field, typed);
        Assert.Contains("cannot be seen: U+", form.Find(".invisible-hint").TextContent, StringComparison.Ordinal);
        await form.PressAsync("Take them out");

        Assert.Equal(rest, form.Field(field).GetAttribute("value"));
        Assert.Empty(form.FindAll(".invisible-hint"));
    }

    [Fact]
    public async Task Type_InvisibleInASecret_IsTakenOutByTheBrowser()
    {
        var form = _bench.RenderForm();

        await form.TypeAsync(nameof(EmailProviderInput.Password), "abcd\u00A0efgh");
        Assert.DoesNotContain("abcd", form.Find(".invisible-hint").TextContent, StringComparison.Ordinal);
        await form.PressAsync("Take them out");

        var call = Assert.Single(_bench.Js.Invocations["emailConsole.takeOutInvisible"]);
        Assert.Equal([ProviderFields.InputId(nameof(EmailProviderInput.Password))], call.Arguments);
    }

    [Fact]
    public async Task Update_PasswordOfInvisibleAlone_IsSentAsTyped()
    {
        _bench.Writer.AnswerSaved();
        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings, hasPassword: false));

        await form.TypeAsync(nameof(EmailProviderInput.Password), "\u200B\u00A0");
        await form.UpdateAsync();

        Assert.Equal(new SecretInput.Replaced("\u200B\u00A0"), Assert.Single(_bench.Writer.Updates).Input.Password);
    }
}
