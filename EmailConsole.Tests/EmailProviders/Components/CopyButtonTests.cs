using Bunit;
using EmailConsole.EmailProviders.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;

namespace EmailConsole.Tests.EmailProviders.Components;

public sealed class CopyButtonTests
{
    [Theory]
    [InlineData(true, "Copied")]
    [InlineData(false, "The browser did not allow it. Select the text and copy it by hand.")]
    public async Task Click_BrowserAnswers_SaysWhatHappened(bool answer, string said)
    {
        await using var page = new BunitContext();
        var time = new FakeTimeProvider();
        page.Services.AddMudServices().AddSingleton<TimeProvider>(time);
        page.JSInterop.Mode = JSRuntimeMode.Loose;
        page.JSInterop.Setup<bool>("emailConsole.copy", "the text").SetResult(answer);
        page.Render<MudPopoverProvider>();
        var button = page.Render<CopyButton>(p => p.Add(b => b.Text, "the text").Add(b => b.Label, "Copy the command"));

        var click = button.Find("button[aria-label='Copy the command']").ClickAsync(new());

        button.WaitForAssertion(() => Assert.Equal(said, button.Find("[role=status]").TextContent));
        time.Advance(TimeSpan.FromSeconds(3));
        await click;
        Assert.Equal("", button.Find("[role=status]").TextContent);
    }
}
