using Bunit;
using EmailConsole.Deployment;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Components;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace EmailConsole.Tests.EmailProviders.Components;

public sealed class ReadOnlyViewTests : IAsyncLifetime
{
    private readonly FormBench _bench = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public void SuperTenantView_HasNoInputAndSaysLineOrDefault()
    {
        _bench.SuperTenant.Read(_bench.SuperTenant.Current with
        {
            Values =
            [
                new SuperTenantValue("output_adapter.email.hostname", "Server Host", "smtp.platform.example", 3, null, false),
                new SuperTenantValue("output_adapter.email.password", "Password", "set", 7, "$env{SMTP_PASSWORD}", true),
                new SuperTenantValue("output_adapter.email.port", "Server Port", "25", null, null, false),
            ],
            Diagnostics = [new DeploymentDiagnostic(DeploymentSeverity.Warning, 7, 1, "output_adapter.email.password", "Plain text.")],
        });

        var view = _bench.Render<SuperTenantView>(_ => { });

        Assert.Empty(view.FindAll("input, textarea, select, button, form"));
        Assert.Collection(
            view.FindAll(".fact-source"),
            source => Assert.Equal("line 3", source.TextContent.Trim()),
            source => Assert.Equal("$env{SMTP_PASSWORD}", source.QuerySelector("code")!.TextContent),
            source => Assert.Equal("default", source.TextContent.Trim()));
        Assert.Contains("Plain text.", view.FindAll(".fact")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("Edit the file; changes are picked up within seconds.", view.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("platform-password", view.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void SuperTenantView_BrokenEdit_ShowsWhereAndWhatIsStillInForce()
    {
        var view = _bench.Render<SuperTenantView>(_ => { });
        Assert.Empty(view.FindAll(".broken-file"));

        _bench.SuperTenant.Read(_bench.SuperTenant.Current with
        {
            Diagnostics = [new DeploymentDiagnostic(DeploymentSeverity.Error, 2, 8, null, "A value is missing.")],
            Lines = ["[output_adapter.email]", "port = "],
        });

        view.WaitForAssertion(() => Assert.Contains("deployment.toml:2:8", view.Find(".broken-file").TextContent, StringComparison.Ordinal));
        Assert.Equal("1 | [output_adapter.email]\n2 | port = \n           ^", view.Find("pre").TextContent);
        Assert.Contains("Still sending with the settings read at", view.Markup, StringComparison.Ordinal);
        Assert.StartsWith("Still sending", view.Find(".broken-file h2 + p").TextContent.Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain("last read", view.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void SuperTenantView_ErrorsBehindTheFirst_AreFolded()
    {
        _bench.SuperTenant.Read(_bench.SuperTenant.Current with
        {
            Diagnostics =
            [
                new DeploymentDiagnostic(DeploymentSeverity.Error, 2, 8, null, "A text is not closed."),
                .. Enumerable.Range(3, 4).Select(line => new DeploymentDiagnostic(DeploymentSeverity.Error, line, 1, null, "Something else.") { MayFollow = true }),
            ],
            Lines = [.. Enumerable.Repeat("x", 6)],
        });

        var notice = _bench.Render<SuperTenantView>(_ => { }).Find(".broken-file");

        Assert.Equal("4 more that may follow from it", notice.QuerySelector("details summary")!.TextContent);
        Assert.Equal(4, notice.QuerySelectorAll("details .broken-file-error").Length);
        Assert.Contains("A text is not closed.", Assert.Single(notice.QuerySelectorAll(".broken-file > .broken-file-error")).TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("output_adapter.email.port", "output_adapter.email.port", false, "line 10: port = 99999 is not used: Too large.")]
    [InlineData("mail.smtp.port", "output_adapter.email.custom_properties.mail.smtp.port", false, "line 10: port = 99999 is not used: Too large.")]
    [InlineData("output_adapter.email.port", "output_adapter.email.port", true, "line 10: port is not used: Too large.")]
    public void SuperTenantView_RejectedValue_IsSaidBesideTheOneInForce(string key, string dotted, bool isSecret, string said)
    {
        var inForce = new SuperTenantValue(key, "Server Port", "587", 9, null, false);
        _bench.SuperTenant.Read(_bench.SuperTenant.Current with
        {
            Values = [inForce, new SuperTenantValue("output_adapter.email.username", "Username", "user", 10, null, false)],
            Rejected = [inForce with { Text = "587", Written = "99999", Line = 10, IsSecret = isSecret }],
            Diagnostics = [new DeploymentDiagnostic(DeploymentSeverity.Error, 10, 8, dotted, "Too large.")],
        });

        var rows = _bench.Render<SuperTenantView>(_ => { }).FindAll(".fact");

        Assert.Equal("587", rows[0].QuerySelector(".fact-value")!.TextContent);
        Assert.Equal("was line 9", rows[0].QuerySelector(".fact-source")!.TextContent.Trim());
        Assert.Contains(said, rows[0].TextContent, StringComparison.Ordinal);
        Assert.Null(rows[1].QuerySelector(".fact-diagnostic"));
    }

    [Fact]
    public async Task SuperTenantView_Standbys_AreBelowTheFirstWithStateProvenanceAndTest()
    {
        var (works, off) = (FakeSuperTenant.Standby("Backup"), FakeSuperTenant.Standby("Off", isEnabled: false));
        var broken = FakeSuperTenant.Standby("Broken") with
        {
            Provider = null,
            Values = [new SuperTenantValue("output_adapter.email_standby[3].port", "Server Port", "0", 33, null, false)],
            Diagnostics =
            [
                new DeploymentDiagnostic(DeploymentSeverity.Error, 33, 8, "output_adapter.email_standby[3].port", "Too small."),
                new DeploymentDiagnostic(DeploymentSeverity.Error, 30, 1, "output_adapter.email_standby[3].hostname", "hostname is missing."),
            ],
        };
        Read(works, off, broken);
        List<StoredEmailProvider> tested = [];

        var view = _bench.Render<SuperTenantView>(p => p.Add(v => v.OnTest, entry => tested.Add(entry)));

        Assert.Empty(view.FindAll("input, textarea, select, form, .broken-file"));
        Assert.Equal(["Backup", "Off", "Broken"], view.FindAll(".entry-name").Select(n => n.TextContent));
        Assert.Contains(
            "A standby is left out because of errors in the file: Broken (line ", string.Join(' ', view.Find(".left-out").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal(["Standing by", "Disabled", "Left out"], view.FindAll(".health-chip").Select(c => c.TextContent));
        Assert.Equal("line 22", view.FindAll(".entry .fact-source")[0].TextContent.Trim());
        Assert.Contains("Too small.", view.FindAll(".entry")[2].QuerySelector(".fact")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("line 30: hostname is missing.", view.FindAll(".entry")[2].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("platform-password", view.Markup, StringComparison.Ordinal);
        Assert.Equal(["Test Backup", "Test Off"], view.FindAll("button").Select(b => b.GetAttribute("aria-label")));
        await view.FindAll("button")[0].ClickAsync(new MouseEventArgs());
        Assert.Equal(_bench.SuperTenant.Current.Standbys[0].Id, Assert.Single(tested).Id);
    }

    [Fact]
    public void SuperTenantView_FirstPaused_SaysThatTheStandbyIsInForce()
    {
        Read(FakeSuperTenant.Standby("Backup"));
        var paused = new ProviderHealth.Paused(ProviderDatabase.Start.AddMinutes(-5), ProviderDatabase.Start.AddMinutes(2), IsTrying: false, "It refuses.");

        var (states, header) = Show(new() { [FakeSuperTenant.Platform.Id.Value] = paused });

        Assert.Equal(["In force"], states);
        Assert.Contains(
            "Mail of carbon.super, and of every tenant without a provider of its own, leaves through Backup as standby@platform.example since 5 min ago, because smtp.platform.example fails: It refuses.",
            header, StringComparison.Ordinal);

        (states, header) = Show(new() { [_bench.SuperTenant.Current.Standbys[0].Id.Value] = paused });

        Assert.Equal(["Failing"], states);
        Assert.Contains("leaves through smtp.platform.example as no-reply@platform.example. Another one stands by.", header, StringComparison.Ordinal);
    }

    [Fact]
    public void SuperTenantView_TooManyStandbys_SaysSoAboveThem()
    {
        _bench.SuperTenant.Read(_bench.SuperTenant.Current with
        {
            Diagnostics = [new DeploymentDiagnostic(DeploymentSeverity.Error, 40, 1, "output_adapter.email_standby", "There are at most 4.")],
        });

        var view = _bench.Render<SuperTenantView>(_ => { });

        Assert.Empty(view.FindAll(".broken-file"));
        Assert.Contains("line 40: There are at most 4.", view.Find(".super-standbys").TextContent, StringComparison.Ordinal);
    }

    private void Read(params SuperTenantStandby[] standbys)
    {
        var fake = new FakeSuperTenant();
        _bench.SuperTenant.Read(_bench.SuperTenant.Current with
        {
            Standbys = fake.SetStandbys(standbys),
            Diagnostics = [.. standbys.SelectMany(s => s.Diagnostics)],
        });
    }

    private (IReadOnlyList<string> States, string Header) Show(Dictionary<Guid, ProviderHealth> health)
    {
        var known = new RouteHealth("carbon.super", health);
        var view = _bench.Render<CascadingValue<RouteHealth>>(p => p.Add(c => c.Value, known).AddChildContent<SuperTenantView>());
        var header = _bench.Render<CascadingValue<RouteHealth>>(p => p.Add(c => c.Value, known).AddChildContent<RouteHeader>(h => h
            .Add(x => x.TenantDomain, "carbon.super").Add(x => x.Entries, _bench.SuperTenant.Current.Entries)));
        return ([.. view.FindAll(".health-chip").Select(c => c.TextContent)], Words(header.Find(".in-force").TextContent));
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public async Task SuperTenantView_Gone_ListensNoLonger()
    {
        _bench.Render<SuperTenantView>(_ => { });
        Assert.Equal(1, _bench.SuperTenant.Subscribers);

        await _bench.DisposeAsync();

        Assert.Equal(0, _bench.SuperTenant.Subscribers);
    }

    [Fact]
    public void OperatorView_ShowsTheSettingsWithoutInputs()
    {
        var view = _bench.Render<OperatorView>(p => p
            .Add(v => v.TenantDomain, "foo.com")
            .Add(v => v.Own, ScriptedWriter.Stored(Inputs.BasicSettings)));

        Assert.Empty(view.FindAll("input, textarea, select, form"));
        Assert.Contains("smtp.foo.com", view.Markup, StringComparison.Ordinal);
        Assert.Contains("set", view.FindAll(".fact")[^1].TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProviderOrigin.Tenant, "its own provider")]
    [InlineData(ProviderOrigin.SuperTenant, "the super tenant's provider")]
    [InlineData(null, "cannot leave")]
    public void Header_SaysWhatHappensToTheMail(ProviderOrigin? origin, string said)
    {
        var header = _bench.Render<ProviderInForceHeader>(p => p
            .Add(h => h.TenantDomain, "foo.com")
            .Add(h => h.InForce, origin is null ? null : Inputs.BasicSettings)
            .Add(h => h.Origin, origin));

        Assert.Contains(said, header.Find(".in-force").TextContent, StringComparison.Ordinal);
    }
}
