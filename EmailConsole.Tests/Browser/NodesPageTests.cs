using EmailConsole.Cluster;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Cluster;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>The Nodes page of one node shows both, takes the one that sends out, and back in.</summary>
public sealed class NodesPageTests
{
    [BrowserOnPostgresFact]
    public async Task Nodes_OfTwo_AreShownTakenOutAndBackIn()
    {
        await using var server = new ScriptedSmtpServer().Start();
        await using var bed = await NodeBed.StartAsync(3);
        await bed.StopAsync(bed[2]);
        var tenant = await bed[0].AddTenantAsync(LaneBed.SettingsFor(server), "foo.example");
        await bed[0].AcceptAsync(tenant);
        await Bound.UntilAsync(() => server.Messages.Count == 1);
        var (owner, other) = (bed.Nodes.Single(n => n.Channels.Find(tenant) is not null), bed.Nodes.Single(n => n.Channels.Find(tenant) is null));
        var name = owner.Service<NodeName>().Value;
        var person = await other.AddSuperAdministratorAsync();

        await VisitAsync(other, person, new ConsoleWindow(IsDark: true), "nodes-dark", _ => Task.CompletedTask);
        await VisitAsync(other, person, new ConsoleWindow(Width: 360), "nodes-narrow", _ => Task.CompletedTask);
        await VisitAsync(other, person, new ConsoleWindow(), "nodes-light", async page =>
        {
            var row = page.GetByRole(AriaRole.Table, new() { Name = "Nodes", Exact = true }).GetByRole(AriaRole.Row).Filter(new() { HasText = name });
            await Assertions.Expect(row).ToContainTextAsync("Sends");
            await Assertions.Expect(row.Locator("[data-label=Providers]")).ToHaveTextAsync("1");
            await Assertions.Expect(page.Locator(".nodes-table tr").Filter(new() { HasText = "this node" })).ToContainTextAsync(other.Service<NodeName>().Value);
            await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "Nodes gone within the last day" })).ToContainTextAsync("It was stopped.");

            // A row that changes stays the same row: the focus, and a click that is halfway, are not lost
            var drain = page.GetByRole(AriaRole.Button, new() { Name = $"Drain {name}…" });
            await drain.FocusAsync();
            for (var i = 0; owner.Channels.All().Count == 1; i++)
            {
                await bed[0].AcceptAsync(await bed[0].AddTenantAsync(LaneBed.SettingsFor(server), $"foo{i}.example"));
                var expected = i + 2;
                await Bound.UntilAsync(() => server.Messages.Count == expected);
            }

            await Assertions.Expect(row.Locator("[data-label=Providers]")).ToHaveTextAsync("2");
            await Assertions.Expect(drain).ToBeFocusedAsync();

            await drain.ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Drain", Exact = true }).ClickAsync();
            await Assertions.Expect(row).ToContainTextAsync("Drained");
            await Assertions.Expect(row.Locator("[data-label=Providers]")).ToHaveTextAsync("0");
            await Assertions.Expect(row.Locator("[data-label=Lanes]")).ToHaveTextAsync("0");
            Assert.Empty(owner.Channels.All());

            await page.GetByRole(AriaRole.Button, new() { Name = $"Take {name} back" }).ClickAsync();
            await Assertions.Expect(row).ToContainTextAsync("Sends");
            await Bound.UntilAsync(() => !owner.Service<INode>().IsDrained);
        });
    }

    [BrowserOnPostgresFact]
    public async Task Tenants_ALaneOfTheOtherNode_IsShownAsLoadedWithItsMail()
    {
        await using var server = new ScriptedSmtpServer().Start();
        await using var bed = await NodeBed.StartAsync();
        var tenant = await bed[0].AddTenantAsync(LaneBed.SettingsFor(server), "foo.example");
        await bed[0].AcceptAsync(tenant);
        await Bound.UntilAsync(() => server.Messages.Count == 1);
        var other = bed.Nodes.Single(n => n.Channels.Find(tenant) is null);
        var owner = bed.Nodes.Single(n => n != other);

        await ConsoleBrowser.RunAsync(other, async visit =>
        {
            await visit.EnterAsync(await other.AddSuperAdministratorAsync());
            await visit.GoAsync("tenants");
            var row = visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "foo.example" });
            await row.GetByText("since").WaitForAsync();

            await owner.AcceptAsync(tenant, Emails.New() with { SendAt = DateTimeOffset.UtcNow.AddHours(1) });
            await Assertions.Expect(row.Locator("[data-label=Queued]")).ToHaveTextAsync("1");
        });
    }

    [BrowserFact]
    public async Task Nodes_OnAFile_AreNotOffered()
    {
        await using var bed = new LaneBed();
        await ConsoleBrowser.RunAsync(bed, async visit =>
        {
            await visit.EnterAsync(await bed.AddSuperAdministratorAsync());
            await visit.GoAsync("nodes");
            await visit.Page.GetByText("This console is alone").WaitForAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Tenants" })).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Nodes" })).ToHaveCountAsync(0);
            await visit.AssertAccessibleAsync();
        });
    }

    [BrowserFact]
    public async Task Nodes_OfAnAdministratorOfATenant_AreNotFound()
    {
        await using var bed = new LaneBed();
        await bed.AddTenantAsync(domain: "foo.example");
        var person = await bed.AddPersonAsync("foo.example", "anna", EmailConsole.Tenants.ActorRole.Administrator);
        await ConsoleBrowser.RunAsync(bed, async visit =>
        {
            await visit.EnterAsync(person);
            Assert.Equal(404, await visit.GoAsync("nodes"));
        });
    }

    private static Task VisitAsync(LaneBed console, ConsolePerson person, ConsoleWindow window, string picture, Func<IPage, Task> then) => ConsoleBrowser.RunAsync(
        console,
        async visit =>
        {
            await visit.EnterAsync(person);
            await visit.GoAsync("nodes");
            await visit.Page.Locator(".nodes-table").First.WaitForAsync();
            await visit.TakePictureAsync(picture);
            Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{picture}: the page scrolls sideways");
            await visit.AssertAccessibleAsync();
            await then(visit.Page);
        },
        window,
        picture);
}
