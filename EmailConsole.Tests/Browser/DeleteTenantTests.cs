using System.Net;
using EmailConsole.Outbox.Store;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Sending.Lanes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>The Tenants page deletes a tenant with all its data, once its domain was typed.</summary>
public sealed class DeleteTenantTests : IAsyncLifetime
{
    private readonly LaneBed _bed = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [BrowserFact]
    public async Task Delete_DomainTyped_RemovesTheTenantItsPeopleAndItsMail()
    {
        var id = await _bed.AddTenantAsync(domain: "leaving.example");
        await _bed.AddTenantAsync(domain: "staying.example");
        var owner = await _bed.AddPersonAsync("leaving.example", "kim", ActorRole.Administrator);
        await _bed.AcceptAsync(id, [.. Enumerable.Repeat(Emails.New(), 3)]);
        var person = await _bed.AddSuperAdministratorAsync();

        await ConsoleBrowser.RunAsync(_bed, async visit =>
        {
            var dialog = await OpenAsync(visit, person, "leaving.example");
            await dialog.GetByText("messages that wait for their delivery").WaitForAsync();
            var delete = dialog.GetByRole(AriaRole.Button, new() { Name = "Delete tenant" });
            await Assertions.Expect(delete).ToBeDisabledAsync();
            await dialog.GetByLabel("Type leaving.example to confirm").FillAsync("staying.example");
            await Assertions.Expect(delete).ToBeDisabledAsync();

            // Faster than anybody types: what is drawn for the text before may come over it
            await Bound.UntilAsync(async () =>
            {
                await dialog.GetByLabel("Type leaving.example to confirm").FillAsync("Leaving.example");
                return await delete.IsEnabledAsync();
            });
            await delete.ClickAsync();

            await visit.Page.GetByText("leaving.example is deleted.").WaitForAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "leaving.example" })).ToHaveCountAsync(0);
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "staying.example" }).WaitForAsync();
        });

        await using var db = await _bed.OpenDbAsync();
        Assert.False(await db.Set<Tenant>().AnyAsync(t => t.Id == id));
        Assert.False(await db.Set<OutboxMessage>().AnyAsync(m => m.TenantId == id));
        using var client = _bed.CreateRestClient(owner);
        using var refused = await client.GetAsync("t/leaving.example/api/v1/caller");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [BrowserTheory]
    [InlineData(1280, false)]
    [InlineData(360, true)]
    public async Task Delete_Cancelled_ChangesNothing(int width, bool isDark)
    {
        var id = await _bed.AddTenantAsync(domain: "a-tenant-with-quite-a-long-domain.example.org");
        var person = await _bed.AddSuperAdministratorAsync();

        await ConsoleBrowser.RunAsync(
            _bed,
            async visit =>
            {
                var dialog = await OpenAsync(visit, person, "a-tenant-with-quite-a-long-domain.example.org");
                await dialog.GetByLabel("to confirm").FillAsync("a-tenant-with-quite-a-long-domain.example.org");
                await Assertions.Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Delete tenant" })).ToBeEnabledAsync();
                await Assertions.Expect(visit.Page.GetByRole(AriaRole.Menuitem)).ToHaveCountAsync(0);
                await visit.AssertAccessibleAsync();
                await visit.TakePictureAsync($"tenants-delete-{width}-{(isDark ? "dark" : "light")}");
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
                await Assertions.Expect(dialog).ToBeHiddenAsync();
            },
            new ConsoleWindow(Width: width, IsDark: isDark));

        await using var db = await _bed.OpenDbAsync();
        Assert.True(await db.Set<Tenant>().AnyAsync(t => t.Id == id && t.IsActive));
    }

    [BrowserFact]
    public Task Actions_OfTheSuperTenant_OfferNoDeletion() => ConsoleBrowser.RunAsync(_bed, async visit =>
    {
        await visit.EnterAsync(await _bed.AddSuperAdministratorAsync());
        await visit.GoAsync("tenants");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Actions for carbon.super" }).ClickAsync();

        await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "People" }).WaitForAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete" })).ToHaveCountAsync(0);
    });

    private static async Task<ILocator> OpenAsync(ConsoleVisit visit, ConsolePerson person, string domain)
    {
        await visit.EnterAsync(person);
        await visit.GoAsync("tenants");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = $"Actions for {domain}" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete…" }).ClickAsync();
        return visit.Page.GetByRole(AriaRole.Dialog);
    }
}
