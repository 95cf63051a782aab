using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Shell.Pages;

public sealed class SuperTenantPageTests(EmailProviderConsole console) : IClassFixture<EmailProviderConsole>
{
    [BrowserFact]
    public async Task SuperTenant_IsReadOnlyAndFollowsTheFile()
    {
        var person = await console.AddSuperAdministratorAsync();
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "carbon.super");
            var page = visit.Page;
            await Assertions.Expect(page.Locator(".facts")).ToContainTextAsync("smtp.platform.example");
            await Assertions.Expect(page.Locator("main input")).ToHaveCountAsync(0);
            Assert.DoesNotContain("pl4tform-s3cret", await page.ContentAsync(), StringComparison.Ordinal);
            await visit.AssertAccessibleAsync();

            await File.WriteAllTextAsync(console.DeploymentFile, EmailProviderConsole.Working + "\nreply_to = \n");
            await Assertions.Expect(page.Locator(".broken-file")).ToContainTextAsync("deployment.toml:7:");
            await Assertions.Expect(page.Locator(".broken-file")).ToContainTextAsync("Still sending with the settings read at");
            await visit.AssertAccessibleAsync();

            await File.WriteAllTextAsync(
                console.DeploymentFile, EmailProviderConsole.Working.Replace("smtp.platform", "smtp2.platform", StringComparison.Ordinal));
            await Assertions.Expect(page.Locator(".broken-file")).ToHaveCountAsync(0);
            await Assertions.Expect(page.Locator(".facts")).ToContainTextAsync("smtp2.platform.example");
            await Assertions.Expect(page.Locator(".in-force")).ToContainTextAsync("smtp2.platform.example");
        });
    }
}
