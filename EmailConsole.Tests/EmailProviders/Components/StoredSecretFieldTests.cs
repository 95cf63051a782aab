using Bunit;
using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.EmailProviders.Components;

public sealed class StoredSecretFieldTests : IAsyncLifetime
{
    private const string Password = nameof(EmailProviderInput.Password);

    private readonly FormBench _bench = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public void Render_Stored_HasNoInputAndNoLength()
    {
        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings));

        Assert.Empty(form.FindAll("input[type=password]"));
        Assert.Contains("stored", form.Find(".secret-stored").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replace_LeftBlank_KeepsTheStoredOne()
    {
        _bench.Writer.AnswerSaved();
        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings));

        await form.PressAsync("Replace");
        await form.UpdateAsync();

        Assert.IsType<SecretInput.Kept>(Assert.Single(_bench.Writer.Updates).Input.Password);
    }

    [Fact]
    public async Task Replace_Input_IsEmptyAndLeftAloneByPasswordManagers()
    {
        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings));

        await form.PressAsync("Replace");

        var input = form.Field(Password);
        Assert.Equal("password", input.GetAttribute("type"));
        Assert.Equal("new-password", input.GetAttribute("autocomplete"));
        Assert.True(string.IsNullOrEmpty(input.GetAttribute("value")));
        Assert.Equal("true", input.GetAttribute("data-1p-ignore"));
    }

    [Theory]
    [InlineData(nameof(EmailProviderSettings.Host), "smtp.evil.example", "smtp.foo.com")]
    [InlineData(nameof(EmailProviderSettings.Port), "2525", "port 587")]
    [InlineData(nameof(EmailProviderSettings.Username), "other@foo.com", "codes@foo.com")]
    public async Task Edit_WhatTheSecretWasStoredFor_AsksForItAgainAndSaysWhy(string field, string typed, string reason)
    {
        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings));

        await form.TypeAsync(field, typed);

        Assert.NotNull(form.Field(Password));
        Assert.Contains("Enter the password again", form.Markup, StringComparison.Ordinal);
        Assert.Contains(reason, form.Find(".is-warned .mud-input-helper-text").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_Undone_OffersTheStoredOneAgain()
    {
        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings));

        await form.TypeAsync(nameof(EmailProviderSettings.Port), "2525");
        await form.TypeAsync(nameof(EmailProviderSettings.Port), "587");

        Assert.Single(form.FindAll(".secret-stored"));
    }

    [Fact]
    public void Render_KeyLost_AsksForItAgain()
    {
        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings) with { IsPasswordUnreadable = true });

        Assert.Contains("cannot be read", form.Markup, StringComparison.Ordinal);
        Assert.NotNull(form.Find("input[type=password]"));
    }

    [Fact]
    public async Task Reveal_TypedJustNow_ShowsIt()
    {
        var form = _bench.RenderForm();
        await form.TypeAsync(Password, "typed");

        await form.Find("button[aria-label='Show Password']").ClickAsync();

        Assert.Equal("text", form.Field(Password).GetAttribute("type"));
    }
}
