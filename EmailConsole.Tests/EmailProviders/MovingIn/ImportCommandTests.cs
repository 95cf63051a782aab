using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.MovingIn;
using EmailConsole.Tests.Application;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.EmailProviders.MovingIn;

public sealed class ImportCommandTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    private const string Basic = """
        [{"name":"EmailPublisher","smtpServerHost":"smtp.foo.com","smtpPort":587,"fromAddress":"codes@foo.com","userName":"anna","password":"p4ss-there",
          "properties":[{"key":"mail.smtp.starttls.enable","value":"true"},{"key":"mail.smtp.auth","value":"true"},{"key":"minThread","value":"8"}]}]
        """;

    [Fact]
    public async Task Run_SenderWithAPassword_IsMovedWhole()
    {
        await console.AddTenantAsync("moved.example");
        await using var there = await ForeignServer.StartAsync("moved.example", Basic);

        var (code, output) = await RunAsync(there, "moved.example");

        var inForce = await InForceAsync("moved.example");
        Assert.Equal(0, code);
        Assert.Contains("moved.example: added EmailPublisher.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("p4ss-there", output, StringComparison.Ordinal);
        Assert.Equal(("smtp.foo.com", "anna", "p4ss-there"), (inForce!.Settings.Host, inForce.Settings.Username, inForce.Secrets.Password));
    }

    [Fact]
    public async Task Run_Twice_ReplacesWithoutADifference()
    {
        await console.AddTenantAsync("again.example");
        await using var there = await ForeignServer.StartAsync("again.example", Basic);
        await RunAsync(there, "again.example");

        var (code, output) = await RunAsync(there, "again.example");

        Assert.Equal((0, "again.example: replaced EmailPublisher.\n  password: (a secret)\n"), (code, output));
    }

    [Fact]
    public async Task Run_DryRun_ChangesNothing()
    {
        await console.AddTenantAsync("dry.example");
        await using var there = await ForeignServer.StartAsync("dry.example", Basic);

        var (code, output) = await RunAsync(there, "dry.example", "--dry-run");

        Assert.Equal(0, code);
        Assert.Contains("dry.example: would add EmailPublisher.", output, StringComparison.Ordinal);
        Assert.Contains("  smtpServerHost: smtp.foo.com", output, StringComparison.Ordinal);
        Assert.Null(await InForceAsync("dry.example"));
    }

    [Fact]
    public async Task Run_ClientCredential_ListsWhatIsToBeEntered()
    {
        await console.AddTenantAsync("oauth.example");
        await using var there = await ForeignServer.StartAsync(
            "oauth.example",
            """[{"name":"EmailPublisher","smtpServerHost":"smtp.office365.com","smtpPort":587,"fromAddress":"codes@foo.com","properties":[{"key":"clientId","value":"c1"}]}]""",
            """[{"name":"EmailPublisher","provider":"SMTP","authType":"CLIENT_CREDENTIAL","fromAddress":"codes@foo.com","properties":[{"key":"clientId","value":"c1"}]}]""");

        var (code, output) = await RunAsync(there, "oauth.example");

        Assert.Equal(1, code);
        Assert.Contains("To be entered in the console: the client secret", output, StringComparison.Ordinal);
        Assert.Contains("  clientId: c1", output, StringComparison.Ordinal);
        Assert.Null(await InForceAsync("oauth.example"));
    }

    [Theory]
    [InlineData("""[]""", null, 0, "nothing to do")]
    [InlineData("""[{"name":"EmailPublisher","fromAddress":"codes@foo.com","properties":[]}]""", null, 1, "smtpServerHost: ")]
    [InlineData("""[{"name":"EmailPublisher","fromAddress":"codes@foo.com","properties":[]}]""", """[{"provider":"HTTP","authType":"NONE","properties":[]}]""", 1, "HTTP provider")]
    [InlineData("""<html></html>""", null, 1, "no list of email senders")]
    public async Task Run_WhatCannotBeMoved_SaysWhy(string first, string? second, int code, string says)
    {
        await console.AddTenantAsync("obstacle.example");
        await using var there = await ForeignServer.StartAsync("obstacle.example", first, second);

        var (actual, output) = await RunAsync(there, "obstacle.example");

        Assert.Equal(code, actual);
        Assert.Contains(says, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ServerThatCannotBeReached_SaysSo()
    {
        var (code, output) = await RunAsync(["--from", "http://127.0.0.1:9", "--to", console.Url.AbsoluteUri, "--tenant", "x.example"]);

        Assert.Equal(1, code);
        Assert.Contains("x.example: not moved. http://127.0.0.1:9/ cannot be reached", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MembersOfANewerServer_AreLeftOut()
    {
        await console.AddTenantAsync("newer.example");
        await using var there = await ForeignServer.StartAsync(
            "newer.example", """[{"name":"EmailPublisher","smtpServerHost":"smtp.foo.com","fromAddress":"codes@foo.com","channel":"EMAIL","properties":[]}]""");

        var (code, output) = await RunAsync(there, "newer.example");

        Assert.Equal(0, code);
        Assert.DoesNotContain("channel", output, StringComparison.Ordinal);
        Assert.Equal("smtp.foo.com", (await InForceAsync("newer.example"))!.Settings.Host);
    }

    [Fact]
    public async Task Run_SuperTenant_NamesTheFile()
    {
        var (code, output) = await RunAsync(["--from", "http://127.0.0.1:9", "--to", console.Url.AbsoluteUri, "--tenant", "Carbon.Super"]);

        Assert.Equal(1, code);
        Assert.Contains("deployment.toml", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TenantThatIsNotHere_SaysWhatToCheck()
    {
        await using var there = await ForeignServer.StartAsync("absent.example", Basic);

        var (code, output) = await RunAsync(there, "absent.example");

        Assert.Equal(1, code);
        Assert.Contains("answered 404: ", output, StringComparison.Ordinal);
        Assert.Contains("Check that absent.example is there, by this domain, and active.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--from https://a.example --tenant foo.com", "--to")]
    [InlineData("--from http://a.example --to https://b.example --tenant foo.com", "https://")]
    [InlineData("--from https://a.example --to https://b.example --tenant foo.com --password x", "--password")]
    [InlineData("--from https://a.example --to https://b.example --tenant foo.com --ca-file /nowhere/ca.pem", "--ca-file: ")]
    public async Task Run_WrongCommandLine_NamesTheOption(string args, string names)
    {
        var (code, output) = await RunAsync(args.Split(' '));

        Assert.Equal(2, code);
        Assert.Contains(names, output, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output)> RunAsync(ForeignServer there, string tenant, params string[] more) =>
        RunAsync(["--from", there.Url, "--to", console.Url.AbsoluteUri, "--tenant", tenant, .. more]);

    private static async Task<(int Code, string Output)> RunAsync(string[] args)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        var code = await ImportCommand.RunAsync(args, output, new ScriptedPrompt());
        return (code, output.ToString());
    }

    private async Task<ProviderInForce?> InForceAsync(string domain)
    {
        await using var db = await console.OpenDbAsync();
        var tenant = await db.Set<EmailConsole.Tenants.Tenant>().SingleAsync(t => t.Domain == domain);
        return await console.Service<IEffectiveProvider>().FindAsync(tenant.Id, CancellationToken.None);
    }

    private sealed class ScriptedPrompt : ISecretPrompt
    {
        public string? Ask(string variable, string question) => variable == ISecretPrompt.FromPassword ? ForeignServer.Password : ConsolePeople.Password;
    }
}
