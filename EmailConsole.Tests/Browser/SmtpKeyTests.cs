using EmailConsole.Tests.Application;
using EmailConsole.Tests.Submission;
using MailKit.Security;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>A program is set up with what the page shows, and the page sees that it works.</summary>
public sealed class SmtpKeyTests(SubmissionBed bed) : IClassFixture<SubmissionBed>
{
    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task CreateKey_UsedBySmtpAsShown_ItsFirstUseAppears(int width)
    {
        var person = await bed.Console.AddTenantAsync(SubmissionBed.Domain);

        await ConsoleBrowser.RunAsync(
            bed.Console,
            async visit =>
            {
                var page = visit.Page;
                await visit.EnterAsync(person);
                await visit.GoAsync($"t/{SubmissionBed.Domain}/api-keys");
                await page.GetByRole(AriaRole.Button, new() { Name = "Create API key" }).ClickAsync();
                var dialog = page.GetByRole(AriaRole.Dialog);
                await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync($"by SMTP {width}");
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Create API key" }).ClickAsync();
                await dialog.GetByRole(AriaRole.Tab, new() { Name = "SMTP" }).ClickAsync();
                await dialog.GetByRole(AriaRole.Combobox, new() { Name = "Encryption" }).SelectOptionAsync("StartTls");
                await Assertions.Expect(dialog.GetByLabel("Host", new() { Exact = true })).ToHaveValueAsync("mail.console.example");
                await Assertions.Expect(dialog.GetByLabel("Port", new() { Exact = true })).ToHaveValueAsync($"{bed.Ports.StartTls}");
                await dialog.GetByRole(AriaRole.Combobox, new() { Name = "Program" }).SelectOptionAsync("Postfix");
                await dialog.GetByLabel("/etc/postfix/sasl_passwd").WaitForAsync();
                await dialog.GetByText("Not used yet").WaitForAsync();
                await visit.AssertAccessibleAsync();

                await SendAsync(await CopyAsync(visit, dialog, "User name"), await CopyAsync(visit, dialog, "Password"), from: "root@host.example");
                await dialog.GetByText("First use seen").WaitForAsync();
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();

                await page.GetByRole(AriaRole.Button, new() { Name = $"Use by SMTP {width}…" }).ClickAsync();
                await Assertions.Expect(dialog.Locator(".key-refusals")).ToContainTextAsync("Refused once: 550 5.7.1 From root@host.example");
                await visit.AssertAccessibleAsync();
                Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "The page scrolls sideways");

                await visit.GoAsync($"t/{SubmissionBed.Domain}/notification-channels/deliveries");
                await page.GetByText("refused once, last").ClickAsync();
                await Assertions.Expect(page.Locator(".refused-programs")).ToContainTextAsync("550 5.7.1 From root@host.example");
                await visit.TakePictureAsync($"deliveries-refused-{width}");
                await visit.AssertAccessibleAsync();
                Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "The page scrolls sideways");
            },
            new ConsoleWindow(Width: width, Height: 860));
    }

    // What is on the clipboard then
    private static async Task<string> CopyAsync(ConsoleVisit visit, ILocator dialog, string field)
    {
        await visit.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await dialog.GetByRole(AriaRole.Button, new() { Name = $"Copy {field}" }).ClickAsync();
        await dialog.Locator(".copy-field").Filter(new() { Has = visit.Page.GetByLabel(field, new() { Exact = true }) }).GetByText("Copied").WaitForAsync();
        var copied = await visit.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        await visit.Context.ClearPermissionsAsync();
        return copied;
    }

    private async Task SendAsync(string user, string key, string from)
    {
        using var client = await bed.ConnectAsync(SecureSocketOptions.StartTls);
        await client.AuthenticateAsync(user, key);
        using var good = SubmissionBed.Compose("As shown");
        await client.SendAsync(good);
        using var foreign = SubmissionBed.Compose("From elsewhere", from);
        await Assert.ThrowsAsync<MailKit.Net.Smtp.SmtpCommandException>(() => client.SendAsync(foreign));
    }
}
