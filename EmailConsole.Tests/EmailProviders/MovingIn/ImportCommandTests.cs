using EmailConsole.EmailProviders;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.EmailProviders.Api;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.EmailProviders.MovingIn;

public sealed class ImportCommandTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [Fact]
    public async Task Run_SenderWithAPassword_IsMovedWhole()
    {
        await console.AddTenantAsync("moved.example");
        await using var there = await ForeignServer.StartAsync("moved.example", ImportRun.Basic);

        var (code, output) = await RunAsync(there, "moved.example");

        var inForce = await InForceAsync("moved.example");
        Assert.Equal(0, code);
        Assert.Contains("moved.example: added EmailPublisher.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("p4ss-there", output, StringComparison.Ordinal);
        Assert.Equal(("smtp.foo.com", "anna", "p4ss-there"), (inForce!.Settings.Host, inForce.Settings.Username, inForce.Secrets.Password));
    }

    [Fact]
    public async Task Run_HttpWithoutSecret_IsMovedWhole()
    {
        await console.AddTenantAsync("http.example");
        await using var there = await ForeignServer.StartAsync(
            "http.example",
            """[{"name":"EmailPublisher","fromAddress":"codes@foo.com","properties":[]}]""",
            """
            [{"name":"EmailPublisher","provider":"HTTP","providerURL":"https://mail.foo.com/send","authType":"NONE","fromAddress":"codes@foo.com","more":1,
              "properties":[{"key":"http.client.method","value":"PUT"},{"key":"body","value":"[{{subject}},{{body}}]"}]}]
            """);

        var (code, output) = await RunAsync(there, "http.example");
        var again = await RunAsync(there, "http.example");

        Assert.Equal(0, code);
        Assert.Contains("http.example: added EmailPublisher.", output, StringComparison.Ordinal);
        Assert.Contains("  providerURL: https://mail.foo.com/send", output, StringComparison.Ordinal);
        Assert.Equal((0, "http.example: replaced EmailPublisher.\n"), again);
        var settings = (await InForceAsync("http.example"))!.Settings;
        Assert.Equal(("http", "https://mail.foo.com/send", "PUT"), (settings.Kind, settings.Values["url"], settings.Values["method"]));
    }

    [Fact]
    public async Task Run_HttpWithSecretThatIsHereAlready_KeepsIt()
    {
        using var here = await SenderClient.CreateAsync(console, "http-secret.example", 2);
        await SenderClient.ReadAsync(here.PostAsync(SenderClient.OfHttp("BEARER")), 201);
        await using var there = await ForeignServer.StartAsync(
            "http-secret.example",
            """[{"name":"EmailPublisher","fromAddress":"codes@foo.com","properties":[]}]""",
            """[{"name":"EmailPublisher","provider":"HTTP","providerURL":"https://mail.foo.com/send","authType":"BEARER","fromAddress":"codes@foo.com","properties":[{"key":"body","value":"[{{subject}}]"}]}]""");

        var (code, _) = await RunAsync(there, "http-secret.example");

        var inForce = (await InForceAsync("http-secret.example"))!;
        Assert.Equal((0, "[{{subject}}]", "t0ken-value"), (code, inForce.Settings.Values["body"], inForce.Secrets.Values["http.accessToken"]));
    }

    [Fact]
    public async Task Run_Twice_ReplacesWithoutADifference()
    {
        await console.AddTenantAsync("again.example");
        await using var there = await ForeignServer.StartAsync("again.example", ImportRun.Basic);
        await RunAsync(there, "again.example");

        var (code, output) = await RunAsync(there, "again.example");

        Assert.Equal((0, "again.example: replaced EmailPublisher.\n  password: (a secret)\n"), (code, output));
    }

    [Fact]
    public async Task Run_DryRun_ChangesNothing()
    {
        await console.AddTenantAsync("dry.example");
        await using var there = await ForeignServer.StartAsync("dry.example", ImportRun.Basic);

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
    [InlineData("""[{"name":"EmailPublisher","fromAddress":"codes@foo.com","properties":[]}]""", null, 1, "obstacle.example: not moved. ")]
    [InlineData("""[{"name":"EmailPublisher","fromAddress":"codes@foo.com","properties":[]}]""", """[{"provider":"HTTP","authType":"NONE","properties":[]}]""", 1, "providerURL: Enter the provider URL.")]
    [InlineData("""[{"name":"EmailPublisher","properties":[]}]""", """[{"provider":"HTTP","providerURL":"https://mail.foo.com/","authType":"BEARER","properties":[{"key":"body","value":"[{{subject}}]"}]}]""", 1, "  body: [{{subject}}]")]
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
        var (code, output) = await ImportRun.RunAsync(["--from", "http://127.0.0.1:9", "--to", console.Url.AbsoluteUri, "--tenant", "x.example"]);

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

    [Theory]
    [InlineData("""[{"name":"CustomPublisher","fromAddress":"codes@foo.com","properties":[]},{"name":"Second","fromAddress":"codes@foo.com","properties":[]}]""", false)]
    [InlineData("""[{"name":"CustomPublisher","fromAddress":"codes@foo.com","properties":[]},{"name":"Second"},{"name":"EmailPublisher","smtpServerHost":"smtp.foo.com","fromAddress":"codes@foo.com","properties":[]}]""", true)]
    public async Task Run_SendersOfOtherNames_AreNamedAndLeftToDo(string first, bool isMoved)
    {
        var tenant = isMoved ? "names-both.example" : "names-other.example";
        await console.AddTenantAsync(tenant);
        await using var there = await ForeignServer.StartAsync(tenant, first);

        var (code, output) = await RunAsync(there, tenant);

        Assert.Equal(1, code);
        Assert.Contains($"{tenant}: CustomPublisher is not moved. ", output, StringComparison.Ordinal);
        Assert.Contains($"{tenant}: Second is not moved. ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing to do", output, StringComparison.Ordinal);
        Assert.Equal(isMoved, output.Contains($"{tenant}: added EmailPublisher.", StringComparison.Ordinal));
        Assert.Equal(isMoved, await InForceAsync(tenant) is not null);
    }

    [Theory]
    [InlineData("BASIC", "p4ss", """{"key":"clientId","value":"left over"},{"key":"tokenEndpoint","value":"https://id.foo.com/token"}""", AuthenticationType.Basic)]
    [InlineData(null, "p4ss", """{"key":"clientId","value":"left over"}""", AuthenticationType.Basic)]
    [InlineData("BASIC", null, """{"key":"mail.smtp.auth","value":"false"}""", AuthenticationType.None)]
    [InlineData("CLIENT_CREDENTIAL", null, """{"key":"clientId","value":"c1"},{"key":"mail.smtp.auth","value":"false"}""", AuthenticationType.None)]
    public async Task Run_WhatAnotherWayToSignInLeftBehind_IsNoObstacle(string? authType, string? password, string properties, AuthenticationType expected)
    {
        await console.AddTenantAsync("left-over.example");
        await RemoveAsync("left-over.example");
        var member = password is null ? "" : $"\"password\":\"{password}\",";
        await using var there = await ForeignServer.StartAsync(
            "left-over.example",
            $$"""[{"name":"EmailPublisher","smtpServerHost":"smtp.foo.com","fromAddress":"codes@foo.com","userName":"anna",{{member}}"properties":[{{properties}}]}]""",
            authType is null ? null : $$"""[{"name":"EmailPublisher","provider":"SMTP","authType":"{{authType}}","fromAddress":"codes@foo.com","properties":[{{properties}}]}]""");

        var (code, output) = await RunAsync(there, "left-over.example");

        Assert.True(code == 0, output);
        Assert.Equal(expected, (await InForceAsync("left-over.example"))!.Settings.AuthenticationType);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(405)]
    [InlineData(404)]
    public async Task Run_ServerWithoutVersion2_IsReadByVersion1(int answer)
    {
        await console.AddTenantAsync("first-only.example");
        await RemoveAsync("first-only.example");
        await using var there = await ForeignServer.StartAsync("first-only.example", ImportRun.Basic);
        there.SecondMissing = answer;

        var (code, output) = await RunAsync(there, "first-only.example");

        Assert.True(code == 0, output);
        Assert.Equal("smtp.foo.com", (await InForceAsync("first-only.example"))!.Settings.Host);
    }

    [Fact]
    public async Task Run_ServerThatFailsAtVersion2_SaysSo()
    {
        await console.AddTenantAsync("fails.example");
        await using var there = await ForeignServer.StartAsync("fails.example", ImportRun.Basic);
        there.SecondMissing = 500;

        var (code, output) = await RunAsync(there, "fails.example");

        Assert.Equal(1, code);
        Assert.Contains("answered 500: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SuperTenant_NamesTheFile()
    {
        var (code, output) = await ImportRun.RunAsync(["--from", "http://127.0.0.1:9", "--to", console.Url.AbsoluteUri, "--tenant", "Carbon.Super"]);

        Assert.Equal(1, code);
        Assert.Contains("deployment.toml", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TenantThatIsNotHere_SaysWhatToCheck()
    {
        await using var there = await ForeignServer.StartAsync("absent.example", ImportRun.Basic);

        var (code, output) = await RunAsync(there, "absent.example");

        Assert.Equal(1, code);
        Assert.Contains("answered 401: ", output, StringComparison.Ordinal);
        Assert.Contains("Check that absent.example is there, by this domain, and active.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--from https://a.example --tenant foo.com", "--to")]
    [InlineData("--from http://a.example --to https://b.example --tenant foo.com", "https://")]
    [InlineData("--from https://a.example --to https://b.example --tenant foo.com --password x", "--password")]
    [InlineData("--from https://a.example --to https://b.example --tenant foo.com --ca-file /nowhere/ca.pem", "--ca-file: ")]
    public async Task Run_WrongCommandLine_NamesTheOption(string args, string names)
    {
        var (code, output) = await ImportRun.RunAsync(args.Split(' '));

        Assert.Equal(2, code);
        Assert.Contains(names, output, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output)> RunAsync(ForeignServer there, string tenant, params string[] more) =>
        ImportRun.RunAsync(["--from", there.Url, "--to", console.Url.AbsoluteUri, "--tenant", tenant, .. more]);

    private async Task RemoveAsync(string domain)
    {
        using var client = console.CreateRestClient(await console.AddTenantAsync(domain));
        using var removed = await client.DeleteAsync($"t/{domain}/api/server/v1/notification-senders/email/EmailPublisher");
    }

    private async Task<ProviderInForce?> InForceAsync(string domain)
    {
        await using var db = await console.OpenDbAsync();
        var tenant = await db.Set<EmailConsole.Tenants.Tenant>().SingleAsync(t => t.Domain == domain);
        return await console.Service<IEffectiveProvider>().FindAsync(tenant.Id, CancellationToken.None);
    }
}
