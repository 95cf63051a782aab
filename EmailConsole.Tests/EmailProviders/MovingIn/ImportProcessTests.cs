using EmailConsole.EmailProviders;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.EmailProviders.Api;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.EmailProviders.MovingIn;

/// <summary>The import from one running server into another, by the program that is shipped.</summary>
public sealed class ImportProcessTests(ImportProcessTests.Consoles consoles) : IClassFixture<ImportProcessTests.Consoles>
{
    private const string Password = "p4ss-there";

    private const string WithPassword = $$"""
        [{"name":"EmailPublisher","smtpServerHost":"smtp.foo.com","smtpPort":587,"fromAddress":"codes@foo.com","userName":"anna","password":"{{Password}}",
          "properties":[{"key":"mail.smtp.starttls.enable","value":"true"},{"key":"minThread","value":"8"}]}]
        """;

    [Fact]
    public async Task Run_FromAConsole_DryRunChangesNothingAndTheRunMovesAll()
    {
        const string tenant = "relay.example";
        using var source = await SenderClient.CreateAsync(consoles.Source, tenant, 1);
        using var target = await SenderClient.CreateAsync(consoles.Target, tenant, 1);
        var there = await SenderClient.ReadAsync(
            source.PostAsync(SenderClient.Parse("""
                {"fromAddress":"Relay <codes@foo.com>","smtpServerHost":"smtp.foo.com","smtpPort":25,
                 "properties":[{"key":"mail.smtp.starttls.enable","value":"false"},{"key":"minThread","value":"8"}]}
                """)),
            201);

        var dry = await RunAsync(tenant, "--dry-run");
        var before = await SenderClient.ReadAsync(target.ListAsync(), 200);
        var run = await RunAsync(tenant);

        Assert.Equal(0, dry.Code);
        Assert.Contains($"{tenant}: would add EmailPublisher.", dry.Output, StringComparison.Ordinal);
        Assert.Contains("  smtpServerHost: smtp.foo.com", dry.Output, StringComparison.Ordinal);
        Assert.Equal(0, before.GetArrayLength());
        Assert.Equal(0, run.Code);
        Assert.Contains($"{tenant}: added EmailPublisher.", run.Output, StringComparison.Ordinal);
        Assert.Equal(there.GetRawText(), (await SenderClient.ReadAsync(target.GetAsync(), 200)).GetRawText());
    }

    [Fact]
    public async Task Run_FromAConsoleThatKeepsThePassword_ListsWhatIsToBeEntered()
    {
        const string tenant = "withheld.example";
        using var source = await SenderClient.CreateAsync(consoles.Source, tenant, 2);
        using var target = await SenderClient.CreateAsync(consoles.Target, tenant, 2);
        await SenderClient.ReadAsync(source.PostAsync(SenderClient.Basic(2)), 201);

        var run = await RunAsync(tenant);

        Assert.Equal(1, run.Code);
        Assert.Contains($"{tenant}: not moved. To be entered in the console: the password", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await SenderClient.ReadAsync(target.ListAsync(), 200)).GetArrayLength());
    }

    [Fact]
    public async Task Run_SeveralTenants_OneFails_MovesTheOthersAndEndsWith1()
    {
        const string tenant = "good.example";
        await consoles.Target.AddTenantAsync(tenant);
        await using var there = await ForeignServer.StartAsync(tenant, WithPassword);

        var (code, output) = await ImportProcess.RunAsync(
            ForeignServer.Password, "--from", there.Url, "--to", consoles.Target.Url.AbsoluteUri, "--tenant", "missing.example", "--tenant", tenant);

        Assert.Equal(1, code);
        Assert.Contains("missing.example: not moved. ", output, StringComparison.Ordinal);
        Assert.Contains($"{tenant}: added EmailPublisher.", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, output, StringComparison.Ordinal);
        Assert.Equal(Password, await StoredPasswordAsync(tenant));
    }

    [Fact]
    public async Task Run_WrongPassword_SaysWhoseAndEndsWith1()
    {
        await using var there = await ForeignServer.StartAsync("wrong.example", WithPassword);

        var (code, output) = await ImportProcess.RunAsync(
            "not-it", "--from", there.Url, "--to", consoles.Target.Url.AbsoluteUri, "--tenant", "wrong.example");

        Assert.Equal(1, code);
        Assert.Contains("answered 401: Authorization failure. Check the password of admin@wrong.example", output, StringComparison.Ordinal);
        Assert.DoesNotContain("not-it", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoPasswordAndNoTerminal_NamesTheVariable()
    {
        var (code, output) = await ImportProcess.RunAsync(
            "", "--from", "http://127.0.0.1:9", "--to", consoles.Target.Url.AbsoluteUri, "--tenant", "silent.example");

        Assert.Equal(1, code);
        Assert.Contains("set EMAILCONSOLE_IMPORT_FROM_PASSWORD, or run it at a terminal", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoTenant_EndsWith2()
    {
        var (code, output) = await ImportProcess.RunAsync("x", "--from", "http://127.0.0.1:9", "--to", "http://127.0.0.1:9");

        Assert.Equal(2, code);
        Assert.Contains("--tenant", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CertificateOfItsOwnMaking_IsTakenWithItsAuthorityOnly()
    {
        const string tenant = "tls.example";
        await consoles.Target.AddTenantAsync(tenant);
        using var folder = new TemporaryFolder();
        using var certificates = new TestCertificates();
        await File.WriteAllTextAsync(folder["ca.pem"], certificates.AuthorityPem);
        using var certificate = certificates.Issue("127.0.0.1");
        await using var there = await ForeignServer.StartAsync(tenant, WithPassword, certificate: certificate);
        string[] arguments = ["--from", there.Url, "--to", consoles.Target.Url.AbsoluteUri, "--tenant", tenant];

        var refused = await ImportProcess.RunAsync(ForeignServer.Password, arguments);
        var moved = await ImportProcess.RunAsync(ForeignServer.Password, [.. arguments, "--ca-file", folder["ca.pem"]]);

        Assert.Equal(1, refused.Code);
        Assert.Contains("offers no TLS that can be trusted: ", refused.Output, StringComparison.Ordinal);
        Assert.Contains("with --ca-file.", refused.Output, StringComparison.Ordinal);
        Assert.Equal((0, Password), (moved.Code, await StoredPasswordAsync(tenant)));
    }

    [TerminalFact]
    public async Task Run_AtATerminal_AsksForEachPasswordWithoutShowingIt()
    {
        const string tenant = "terminal.example";
        await consoles.Target.AddTenantAsync(tenant);
        await using var there = await ForeignServer.StartAsync(tenant, WithPassword);

        var (code, output) = await ImportProcess.RunAtTerminalAsync(
            [
                ($"Password of admin@{tenant} at {there.Url}/: ", ForeignServer.Password),
                ($"Password of admin@{tenant} at {consoles.Target.Url}: ", ConsolePeople.Password),
            ],
            "--from", there.Url, "--to", consoles.Target.Url.AbsoluteUri, "--tenant", tenant);

        Assert.True(code == 0, output);
        Assert.Contains($"{tenant}: added EmailPublisher.", output, StringComparison.Ordinal);
        Assert.DoesNotContain(ForeignServer.Password, output, StringComparison.Ordinal);
        Assert.DoesNotContain(ConsolePeople.Password, output, StringComparison.Ordinal);
        Assert.Equal(Password, await StoredPasswordAsync(tenant));
    }

    private Task<(int Code, string Output)> RunAsync(string tenant, params string[] more) => ImportProcess.RunAsync(
        ConsolePeople.Password,
        ["--from", consoles.Source.Url.AbsoluteUri, "--to", consoles.Target.Url.AbsoluteUri, "--tenant", tenant, .. more]);

    private async Task<string?> StoredPasswordAsync(string domain)
    {
        await using var db = await consoles.Target.OpenDbAsync();
        var tenant = await db.Set<EmailConsole.Tenants.Tenant>().SingleAsync(t => t.Domain == domain);
        return (await consoles.Target.Service<IEffectiveProvider>().FindAsync(tenant.Id, CancellationToken.None))?.Secrets.Password;
    }

    public sealed class Consoles : IAsyncLifetime
    {
        public ConsoleApplication Source { get; } = new();

        public ConsoleApplication Target { get; } = new();

        public Task InitializeAsync() => Task.CompletedTask;

        public async Task DisposeAsync()
        {
            await Source.DisposeAsync();
            await Target.DisposeAsync();
        }
    }
}
