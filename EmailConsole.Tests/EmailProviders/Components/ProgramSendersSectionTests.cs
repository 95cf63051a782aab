using Bunit;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Components;
using EmailConsole.Tenants;

namespace EmailConsole.Tests.EmailProviders.Components;

public sealed class ProgramSendersSectionTests : IAsyncLifetime
{
    private const string List = "#program-senders-allowed";

    private static readonly Guid Version = Guid.CreateVersion7();

    private readonly FormBench _bench = new();
    private readonly List<TenantDecision> _refused = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public void Render_NothingStored_IsRefuseAndSaysWhatEachDoes()
    {
        var section = Render();

        Assert.Equal("true", Radio(section, OtherSenders.Refuse).GetAttribute("aria-checked") ?? (Radio(section, OtherSenders.Refuse).HasAttribute("checked") ? "true" : "false"));
        Assert.Equal(3, section.FindAll(".rule-words").Count);
        Assert.Contains("550 5.7.1", section.Find($"#program-senders-{OtherSenders.Refuse}").TextContent, StringComparison.Ordinal);
        Assert.Empty(section.FindAll(List));
        Assert.True(Save(section).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Save_AllowSome_AsksWithTheListAndTheVersionThatWasShown()
    {
        _bench.Senders.Loaded = new SendersResult.Stored(new StoredSenders(OtherSenders.Replace, ["old@host.example"], Version));
        var section = Render();

        await Radio(section, OtherSenders.Allow).ClickAsync(new());
        Assert.Equal("old@host.example", section.Find(List).GetAttribute("value") ?? section.Find(List).TextContent);
        await section.Find(List).InputAsync("a@host.example\r\n@lists.example");
        await Save(section).ClickAsync(new());

        Assert.Equal([$"foo.com {Version} Allow a@host.example|@lists.example"], _bench.Senders.Asked);
        Assert.Equal("The rule for other senders is saved.", section.Find("[role=status]").TextContent);
        Assert.True(Save(section).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Save_WrongList_SaysSoAtTheList()
    {
        _bench.Senders.Result = (_, _) => new SendersResult.Invalid("'x' is neither.");
        var section = Render();
        await Radio(section, OtherSenders.Allow).ClickAsync(new());

        await Save(section).ClickAsync(new());

        Assert.Equal("'x' is neither.", section.Find($"{List}-error").TextContent.Trim());
        Assert.Equal("true", section.Find(List).GetAttribute("aria-invalid"));
        Assert.False(Save(section).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Save_ChangedElsewhere_ShowsTheirsAndSaysThatNothingWasDone()
    {
        _bench.Senders.Result = (_, _) => new SendersResult.ChangedElsewhere(new StoredSenders(OtherSenders.Allow, ["their@host.example"], Version));
        var section = Render();
        await Radio(section, OtherSenders.Replace).ClickAsync(new());

        await Save(section).ClickAsync(new());

        Assert.Contains("Nothing was done: somebody else has changed it just now.", section.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Single(section.FindAll(List));
    }

    [Fact]
    public async Task Save_MayNotAnyMore_TellsThePage()
    {
        _bench.Senders.Result = (_, _) => new SendersResult.Refused(new TenantDecision.Forbidden());
        var section = Render();
        await Radio(section, OtherSenders.Replace).ClickAsync(new());

        await Save(section).ClickAsync(new());

        Assert.IsType<TenantDecision.Forbidden>(Assert.Single(_refused));
    }

    [Fact]
    public async Task Render_ListThatTheSuperTenantDoesNotPermit_IsWarnedOf()
    {
        var rule = new StoredSenders(OtherSenders.Allow, ["@brand.example"], Version);
        _bench.Senders.Loaded = new SendersResult.Stored(rule) { NotPermitted = ["@brand.example"] };
        var section = Render();
        Assert.Contains("which does not permit it: @brand.example.", section.Find(".not-permitted").TextContent, StringComparison.Ordinal);

        await section.Find(List).InputAsync("@brand.example\n@foo.com");
        await Save(section).ClickAsync(new());

        Assert.Empty(section.FindAll(".not-permitted"));
    }

    [Fact]
    public void Render_OnlyLookedAt_IsText()
    {
        _bench.Senders.Loaded = new SendersResult.Stored(new StoredSenders(OtherSenders.Allow, ["a@host.example", "@lists.example"], Version));

        var section = Render(canEdit: false);

        Assert.Empty(section.FindAll("input, textarea, button"));
        Assert.Contains("Allow some", section.Markup, StringComparison.Ordinal);
        Assert.Contains("a@host.example, @lists.example", section.Markup, StringComparison.Ordinal);
    }

    private static AngleSharp.Dom.IElement Radio(IRenderedComponent<ProgramSendersSection> section, OtherSenders mode) =>
        section.Find($"[aria-describedby='program-senders-{mode}']") is var marked && marked.LocalName == "input" ? marked : marked.QuerySelector("input")!;

    private static AngleSharp.Dom.IElement Save(IRenderedComponent<ProgramSendersSection> section) =>
        section.FindAll("button").Single(b => b.TextContent.Trim() == "Save other senders");

    private IRenderedComponent<ProgramSendersSection> Render(bool canEdit = true) => _bench.Render<ProgramSendersSection>(p => p
        .Add(s => s.TenantDomain, "foo.com")
        .Add(s => s.CanEdit, canEdit)
        .Add(s => s.OnRefused, d => _refused.Add(d)));
}
