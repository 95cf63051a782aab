using Bunit;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Guides;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace EmailConsole.Tests.EmailProviders.Guides;

public sealed class GuideChecklistTests
{
    private readonly FakeGuideTicks _ticks = new();

    [Fact]
    public async Task Tick_FirstStep_CountsItAndOpensTheNext()
    {
        await using var page = Open();
        var list = Render(page, "gmail");

        await list.Find("input[aria-label='Done: Choose the account']").ChangeAsync(new() { Value = true });

        Assert.StartsWith("1 of 6 steps done", list.Find(".guide-progress").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", list.FindAll(".guide-step-title")[1].GetAttribute("aria-expanded"));
    }

    [Fact]
    public async Task GuideId_ChangesAndComesBack_KeepsTheTicks()
    {
        await using var page = Open();
        var list = Render(page, "gmail");
        await list.Find("input[aria-label='Done: Choose the account']").ChangeAsync(new() { Value = true });

        list.Render(p => p.Add(l => l.GuideId, null));
        Assert.Empty(list.FindAll(".guide"));
        list.Render(p => p.Add(l => l.GuideId, "gmail"));

        Assert.StartsWith("1 of 6", list.Find(".guide-progress").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ticks_PageOpenedAgain_AreThereForThatTenantAndGuide()
    {
        await using var page = Open();
        _ticks.Kept["foo.com gmail"] = [0, 2, 99];

        var list = Render(page, "gmail");

        list.WaitForAssertion(() => Assert.StartsWith("2 of 6 steps done", list.Find(".guide-progress").TextContent, StringComparison.Ordinal));
        Assert.Equal("true", list.FindAll(".guide-step-title")[1].GetAttribute("aria-expanded"));

        await list.Find("input[aria-label='Done: Choose the account']").ChangeAsync(new() { Value = false });

        Assert.Equal([2, 99], _ticks.Kept["foo.com gmail"]);
    }

    [Fact]
    public async Task Toggle_StepWithCommand_ShowsItFilled()
    {
        await using var page = Open();
        var list = Render(page, "microsoft365");

        await list.FindAll(".guide-step-title").Single(t => t.TextContent.Contains("SMTP AUTH", StringComparison.Ordinal)).ClickAsync(new());

        Assert.Contains(
            "Set-CASMailbox -Identity 'codes@foo.example' -SmtpClientAuthenticationDisabled $false",
            list.FindAll(".guide-command code").Select(c => c.TextContent));
    }

    [Fact]
    public async Task Tick_CannotBeKept_SaysSoAndStays()
    {
        await using var page = Open();
        _ticks.Fails = true;
        var list = Render(page, "gmail");

        await list.Find("input[aria-label='Done: Choose the account']").ChangeAsync(new() { Value = true });

        Assert.StartsWith("1 of 6 steps done. The last tick could not be kept", list.Find(".guide-progress").TextContent, StringComparison.Ordinal);
    }

    private BunitContext Open()
    {
        var page = new BunitContext();
        page.Services.AddMudServices().AddSingleton(TimeProvider.System).AddSingleton<IGuideTicks>(_ticks);
        page.AddAuthorization().SetAuthorized("admin@foo.com");
        page.JSInterop.Mode = JSRuntimeMode.Loose;
        page.Render<MudPopoverProvider>();
        return page;
    }

    private static IRenderedComponent<GuideChecklist> Render(BunitContext page, string id) => page.Render<GuideChecklist>(p => p
        .Add(l => l.GuideId, id)
        .Add(l => l.TenantDomain, "foo.com")
        .Add(l => l.Settings, new EmailProviderSettings { FromAddress = "codes@foo.example" }));
}
