using AngleSharp.Dom;
using Bunit;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Components;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components.Web;

namespace EmailConsole.Tests.EmailProviders.Components;

public sealed class ProviderRouteTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = ProviderDatabase.Start;

    private readonly FormBench _bench = new();
    private readonly List<StoredEmailProvider> _entries = [Entry("first"), Entry("second"), Entry("third")];
    private readonly List<StoredEmailProvider> _tested = [];
    private int _changes;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public void Render_AllWell_FirstIsInForceAndOthersStandBy()
    {
        var route = Render();

        Assert.Equal(["In force", "Standing by", "Standing by"], States(route));
        Assert.Equal("SMTP · codes@foo.com", route.Find(".entry-what").TextContent);
        Assert.Contains("leaves through first.foo.com as codes@foo.com. 2 others stand by.", Header(null), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_FirstPaused_SaysSinceWhenAndWhatIsInForce()
    {
        var health = Health((_entries[0], new ProviderHealth.Paused(Now.AddMinutes(-5), Now.AddMinutes(2), IsTrying: false, "The sign-in is refused.")));

        var route = Render(health);

        Assert.Equal(["Failing", "In force", "Standing by"], States(route));
        Assert.Contains("next try 10:02 UTC", route.Find(".entry-details").TextContent, StringComparison.Ordinal);
        Assert.Contains("leaves through second.foo.com as codes@foo.com since 5 min ago, because first.foo.com fails: The sign-in is refused.", Header(health), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SwitchesAfterUnknown_SwitchedOn_SaysThatASecondCopyIsPossibleAndIsAskedOfTheRoute()
    {
        var route = Render();
        Assert.Contains("A second copy is possible.", route.Find("#provider-route-rule").TextContent, StringComparison.Ordinal);
        var rule = route.Find(".route-rule input");
        Assert.Equal("provider-route-rule", rule.GetAttribute("aria-describedby"));

        await rule.ChangeAsync(true);

        Assert.Equal([$"switches {_entries[0].Id.Value} {_entries[0].Version} True"], _bench.Route.Asked);
    }

    [Fact]
    public void SwitchesAfterUnknown_OneProviderOrOnlyLookedAt_IsNoSwitch()
    {
        Assert.Empty(Render(canEdit: false).FindAll(".route-rule"));
        _entries.RemoveRange(1, 2);

        Assert.Empty(Render().FindAll(".route-rule"));
    }

    [Fact]
    public void Render_AllPaused_SaysThatMailWaits()
    {
        var paused = new ProviderHealth.Paused(Now, Now.AddMinutes(2), IsTrying: false, "Away.");

        Assert.Contains("waits: none of its providers can take it.", Header(Health([.. _entries.Select(e => (e, (ProviderHealth)paused))])), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_AllDisabled_TellsOfTheSuperTenants()
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            _entries[i] = _entries[i] with { IsEnabled = false };
        }

        Assert.Contains("through the super tenant's provider as no-reply@platform.example, because all of its own are disabled", Header(null), StringComparison.Ordinal);
        Assert.All(States(Render()), state => Assert.Equal("Disabled", state));
    }

    [Fact]
    public async Task Open_AnotherCard_ClosesTheFirst()
    {
        var route = Render();

        await OpenAsync(route, 0);
        Assert.Equal("first.foo.com", route.Find($"#{ProviderFields.InputId("Host")}").GetAttribute("value"));
        await OpenAsync(route, 1);

        Assert.Equal("second.foo.com", route.Find($"#{ProviderFields.InputId("Host")}").GetAttribute("value"));
        Assert.Single(route.FindAll("form"));
        await OpenAsync(route, 1);
        Assert.Empty(route.FindAll("form"));
    }

    [Fact]
    public async Task Open_WithUnsavedChanges_AsksFirst()
    {
        var route = Render();
        await OpenAsync(route, 0);
        await route.Find($"#{ProviderFields.InputId("FromAddress")}").InputAsync("other@foo.com");

        var opening = OpenAsync(route, 1);
        await _bench.Dialogs.PressAsync("Stay");
        await opening;

        Assert.Equal("first.foo.com", route.Find($"#{ProviderFields.InputId("Host")}").GetAttribute("value"));
    }

    [Theory]
    [InlineData(1, "ArrowUp", 0)]
    [InlineData(1, "ArrowDown", 2)]
    public async Task Keys_AltAndArrow_MoveAndAnnounce(int place, string key, int to)
    {
        var route = Render();

        await Buttons(route)[place].KeyDownAsync(new KeyboardEventArgs { Key = key, AltKey = true });

        Assert.Equal([$"move {_entries[place].Id.Value} {_entries[place].Version} to {to}"], _bench.Route.Asked);
        Assert.Equal($"second.foo.com is at place {to + 1} of 3.", route.Find("[role=status]").TextContent);
        Assert.Equal(1, _changes);
    }

    [Fact]
    public async Task Keys_AtTheEndOrWithoutAlt_MoveNothing()
    {
        var route = Render();

        await Buttons(route)[0].KeyDownAsync(new KeyboardEventArgs { Key = "ArrowUp", AltKey = true });
        await Buttons(route)[1].KeyDownAsync(new KeyboardEventArgs { Key = "ArrowUp" });

        Assert.Empty(_bench.Route.Asked);
        Assert.Equal("first.foo.com stays at place 1 of 3.", route.Find("[role=status]").TextContent);
    }

    [Fact]
    public async Task Drag_OntoAnotherRow_MovesThere()
    {
        var route = Render();

        await route.FindAll(".entry-handle")[2].DragStartAsync(new DragEventArgs());
        await route.FindAll(".entry-row")[0].DropAsync(new DragEventArgs());

        Assert.Equal([$"move {_entries[2].Id.Value} {_entries[2].Version} to 0"], _bench.Route.Asked);
    }

    [Fact]
    public async Task Menu_MakeFirstAndDisable_AreAskedAtOnce()
    {
        var route = Render();

        await ChooseAsync(route, 1, "Make first");
        await ChooseAsync(route, 1, "Disable");
        await ChooseAsync(route, 1, "Test");

        Assert.Equal([$"move {_entries[1].Id.Value} {_entries[1].Version} to 0", $"disable {_entries[1].Id.Value} {_entries[1].Version}"], _bench.Route.Asked);
        Assert.Equal([_entries[1]], _tested);
    }

    [Fact]
    public async Task Menu_DisableTheLastEnabled_AsksFirst()
    {
        _entries[1] = _entries[1] with { IsEnabled = false };
        _entries[2] = _entries[2] with { IsEnabled = false };
        var route = Render();

        await ChooseAsync(route, 0, "Disable…");
        Assert.Empty(_bench.Route.Asked);
        Assert.Contains("mail then leaves through the super tenant's provider", _bench.Dialogs.Markup, StringComparison.Ordinal);
        await _bench.Dialogs.PressAsync("Disable");

        route.WaitForAssertion(() => Assert.Single(_bench.Route.Asked));
    }

    [Fact]
    public async Task Menu_DeleteTheLastEnabled_SaysWhatBecomesOfMailThatWaits()
    {
        _bench.Preview.Find = _ => new StrandedMail(1, ["codes@foo.com"], HasMore: false, IsForbidden: false);
        _entries[1] = _entries[1] with { IsEnabled = false };
        _entries[2] = _entries[2] with { IsEnabled = false };
        var route = Render();

        await ChooseAsync(route, 0, "Delete…");

        _bench.Dialogs.WaitForAssertion(() => Assert.Contains("1 message waits that programs handed over from", _bench.Dialogs.Find(".stranded").TextContent, StringComparison.Ordinal));
        await _bench.Dialogs.PressAsync("Cancel");
        Assert.Empty(_bench.Writer.Reverts);
    }

    [Fact]
    public async Task Menu_Delete_AsksAndDeletesThatOne()
    {
        _bench.Writer.Answer(new UpdateResult.Saved(null));
        var route = Render();

        await ChooseAsync(route, 1, "Delete…");
        await _bench.Dialogs.PressAsync("Delete");

        route.WaitForAssertion(() => Assert.Equal([_entries[1].Version], _bench.Writer.Reverts));
        Assert.Equal(_entries[1].Id, _bench.Writer.Entry);
    }

    [Fact]
    public async Task Change_SomebodyWasFaster_SaysSoAndShowsAnew()
    {
        _bench.Route.Result = new UpdateResult.ChangedElsewhere(_entries[0]);
        var route = Render();

        await ChooseAsync(route, 1, "Make first");

        route.WaitForAssertion(() => Assert.Contains("somebody else has changed", route.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal(1, _changes);
    }

    [Fact]
    public void Render_Operator_HasTheTestAlone()
    {
        var route = Render(canEdit: false);

        Assert.Empty(route.FindAll(".entry-handle, .add-standby"));
    }

    [Fact]
    public async Task Form_OfAnotherDomain_SaysWhatThatMeans()
    {
        var form = _bench.RenderForm(_entries[1], new FormPlace { Entry = _entries[1].Id, IsStandby = true, IsOneOfSeveral = true, FirstFromAddress = "codes@foo.com" });
        Assert.DoesNotContain("DMARC", form.Markup, StringComparison.Ordinal);

        await form.TypeAsync(nameof(EmailProviderSettings.FromAddress), "codes@foo-mail.example");
        await form.Field(nameof(EmailProviderSettings.FromAddress)).BlurAsync();

        Assert.Contains("Receivers judge foo-mail.example by its own SPF, DKIM and DMARC", form.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_MovedMeanwhile_KeepsWhatIsTyped()
    {
        var form = _bench.RenderForm(_entries[1], new FormPlace { Entry = _entries[1].Id, IsOneOfSeveral = true });
        await form.TypeAsync(nameof(EmailProviderSettings.FromAddress), "other@foo.com");
        var moved = _entries[1] with { Version = Guid.CreateVersion7(), Name = "Named" };

        form.Render(p => p.Add(f => f.Stored, moved));

        Assert.Empty(form.FindAll(".changed-elsewhere"));
        Assert.Equal("other@foo.com", form.Field(nameof(EmailProviderSettings.FromAddress)).GetAttribute("value"));
        _bench.Writer.AnswerSaved();
        await form.UpdateAsync();
        Assert.Equal((moved.Id, moved.Version), (_bench.Writer.Entry!.Value, _bench.Writer.Updates[0].Version!.Value));
    }

    [Fact]
    public async Task Form_New_IsAdded()
    {
        _bench.Writer.AnswerSaved();
        var form = _bench.RenderForm(null, new FormPlace { IsNew = true, IsStandby = true, IsOneOfSeveral = true });
        await form.TypeAsync(nameof(EmailProviderSettings.Host), "new.foo.com");
        await form.TypeAsync(nameof(EmailProviderSettings.FromAddress), "codes@foo.com");
        await form.TypeAsync(nameof(EmailProviderSettings.Username), "codes");
        await form.TypeAsync(nameof(EmailProviderInput.Password), "secret");
        await form.UpdateAsync();

        Assert.Equal("new.foo.com", Assert.Single(_bench.Writer.Added).Settings.Host);
        Assert.Empty(_bench.Writer.Updates);
        Assert.Contains("Added. new.foo.com stands by.", _bench.Snackbars.Markup, StringComparison.Ordinal);
    }

    private static StoredEmailProvider Entry(string name) =>
        ScriptedWriter.Stored(Inputs.BasicSettings with { Host = $"{name}.foo.com" }) with { Id = new ProviderId(Guid.CreateVersion7()) };

    private static RouteHealth Health(params (StoredEmailProvider Entry, ProviderHealth Health)[] known) =>
        new("foo.com", known.ToDictionary(k => k.Entry.Id.Value, k => k.Health));

    private static IEnumerable<string> States(IRenderedComponent<ProviderRoute> route) => route.FindAll(".entry-state .health-chip").Select(s => s.TextContent.Trim());

    private static IReadOnlyList<IElement> Buttons(IRenderedComponent<ProviderRoute> route) => route.FindAll(".entry-open");

    private static Task OpenAsync(IRenderedComponent<ProviderRoute> route, int place) => Buttons(route)[place].ClickAsync();

    private IRenderedComponent<ProviderRoute> Render(RouteHealth? health = null, bool canEdit = true) => _bench.Render<ProviderRoute>(p => p
        .AddCascadingValue(health ?? Health())
        .Add(r => r.TenantDomain, "foo.com")
        .Add(r => r.Entries, _entries)
        .Add(r => r.CanEdit, canEdit)
        .Add(r => r.OnTest, entry => _tested.Add(entry))
        .Add(r => r.OnChanged, () => { _changes++; }));

    private string Header(RouteHealth? health) => string.Join(' ', _bench.Render<RouteHeader>(p => p
        .AddCascadingValue(health ?? Health())
        .Add(h => h.TenantDomain, "foo.com")
        .Add(h => h.Entries, _entries)
        .Add(h => h.Inherited, new EmailProviderSettings { FromAddress = "no-reply@platform.example" }))
        .Find(".in-force").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private async Task ChooseAsync(IRenderedComponent<ProviderRoute> route, int place, string item)
    {
        await route.FindAll(".entry-menu button")[place].ClickAsync();
        await _bench.Popovers.WaitForElements(".mud-menu-item").Single(i => i.TextContent.Trim() == item).ClickAsync(new());
    }
}
