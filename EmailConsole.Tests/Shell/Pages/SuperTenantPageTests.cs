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
            await Assertions.Expect(page.Locator("main input:not(.program-senders input)")).ToHaveCountAsync(0);
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

    [BrowserTheory]
    [InlineData(1280, false)]
    [InlineData(360, true)]
    public async Task Standbys_ShownTestedAndFollowedWhileTheFileIsEdited(int width, bool isDark)
    {
        await using var own = new EmailProviderConsole();
        var person = await own.AddSuperAdministratorAsync();
        await ConsoleBrowser.RunAsync(
            own,
            async visit =>
            {
                await visit.OpenProviderAsync(person, "carbon.super");
                var page = visit.Page;
                await Assertions.Expect(page.Locator(".super-standbys")).ToHaveCountAsync(0);
                await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Test all", Exact = true })).ToHaveCountAsync(0);

                await File.WriteAllTextAsync(own.DeploymentFile, EmailProviderConsole.Working + Standbys);
                await Assertions.Expect(page.Locator(".super-standbys .entry-name")).ToHaveTextAsync(["Backup", "Custom HTTP (WSO2 compatible)", "Standby 3"]);
                await Assertions.Expect(page.Locator(".super-standbys .health-chip")).ToHaveTextAsync(["Standing by", "Disabled", "Left out"]);
                await Assertions.Expect(page.Locator(".super-standbys .entry").Nth(1)).ToContainTextAsync("line 18");
                await Assertions.Expect(page.Locator(".super-standbys .entry").Nth(2).Locator(".fact").First).ToContainTextAsync("hostname is missing.");
                await Assertions.Expect(page.Locator(".in-force")).ToContainTextAsync("and of every tenant without a provider of its own, leaves through smtp.platform.example");
                await Assertions.Expect(page.Locator("main input:not(.program-senders input), .broken-file")).ToHaveCountAsync(0);
                Assert.DoesNotContain("s3cret", await page.ContentAsync(), StringComparison.Ordinal);
                await visit.AssertAccessibleAsync();
                Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
                await visit.TakePictureAsync($"super-standbys-{width}{(isDark ? "-dark" : "")}");

                await page.GetByRole(AriaRole.Button, new() { Name = "Test Backup", Exact = true }).ClickAsync();
                var panel = page.GetByRole(AriaRole.Dialog);
                await Assertions.Expect(panel).ToContainTextAsync("Backup as it stands in deployment.toml");
                await panel.GetByLabel("To", new() { Exact = true }).FillAsync("admin@platform.example");
                await panel.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
                await Assertions.Expect(panel).ToContainTextAsync("backup.invalid");
                await page.Keyboard.PressAsync("Escape");

                await page.PressButtonAsync("Test all");
                await panel.GetByLabel("To", new() { Exact = true }).FillAsync("admin@platform.example");
                await panel.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
                await Assertions.Expect(panel.Locator(".runs h3")).ToHaveTextAsync(
                    ["smtp.platform.example does not take it", "Backup does not take it", "Custom HTTP (WSO2 compatible) does not take it"]);
            },
            new ConsoleWindow(width, 900, isDark));
    }

    private const string Standbys = """


        [[output_adapter.email_standby]]
        name = "Backup"
        from_address = "no-reply@platform.example"
        hostname = "backup.invalid"
        username = "platform"
        password = "pl4tform-s3cret"

        [[output_adapter.email_standby]]
        enabled = false
        from_address = "no-reply@platform.example"
        provider = "HTTP"
        provider_url = "https://api.invalid/mail"
        auth_type = "BEARER"
        access_token = "t0ken-s3cret"

        [[output_adapter.email_standby]]
        from_address = "no-reply@platform.example"
        enable_authentication = false
        """;
}
