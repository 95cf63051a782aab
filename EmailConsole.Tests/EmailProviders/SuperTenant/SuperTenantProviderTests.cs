using EmailConsole.Deployment;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tenants;
using EmailConsole.Tests.Deployment;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.EmailProviders.SuperTenant;

public sealed class SuperTenantProviderTests : IDisposable
{
    private readonly DeploymentFolder _folder = new(Section.With());
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLogger<SuperTenantProvider> _log = new();
    private readonly DeploymentFile _file;
    private readonly SuperTenantProvider _provider;

    public SuperTenantProviderTests()
    {
        _file = _folder.Open(_time);
        _provider = new SuperTenantProvider(_file, _log);
    }

    public void Dispose()
    {
        _provider.Dispose();
        _folder.Dispose();
    }

    private SuperTenantProviderState Write(string text)
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        _folder.Write(text);
        _file.Poll();
        _file.Poll();
        return _provider.Current;
    }

    [Fact]
    public void Current_AtFirst_IsTheFile()
    {
        var state = _provider.Current;

        Assert.False(state.IsBroken);
        Assert.Equal(_folder.File, state.Path);
        Assert.Equal((ProviderOrigin.SuperTenant, TenantDomain.SuperTenantId), (state.InForce!.Origin, state.InForce.OwnerTenantId));
        Assert.Equal("smtp.example.com", state.InForce.Settings.Host);
        Assert.Equal(state.ReadAt, state.InForceSince);
    }

    [Theory]
    [InlineData("hostname = 'other.example.com'")]
    [InlineData("password = 'other'")]
    public void Take_ChangedSettings_AreANewVersion(string line)
    {
        var before = _provider.Current;

        var after = Write(Section.With(line));

        Assert.NotEqual(before.InForce!.Version, after.InForce!.Version);
        Assert.NotEqual(before.InForce, after.InForce);
        Assert.Equal(after.ReadAt, after.InForceSince);
    }

    [Theory]
    [InlineData("[a{0}!")]
    [InlineData("a{0}!")]
    [InlineData("a ={0}!")]
    [InlineData("a = x{0}!")]
    [InlineData("a = \"{0}!")]
    [InlineData("password = '{0}!")]
    [InlineData("a . a{0}. !")]
    public void Take_LongLineOfBlanks_IsReadAtOnce(string line)
    {
        var text = Section.With() + "\n" + line.Replace("{0}", new string(' ', 500_000), StringComparison.Ordinal);
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var state = Write(text);

        Assert.True(state.IsBroken);
        Assert.NotNull(state.InForce);

        // Once through the line takes milliseconds, once for each of its characters hours
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    /// <summary>Known as soon as the console listens, for the first and for a standby; nothing else changes.</summary>
    [Fact]
    public void Current_ProvidersThatAreTheConsoleItself_AreWarnedOfOnceItListens()
    {
        var own = new FakeOwnServer();
        using var folder = new DeploymentFolder(
            Section.With($"hostname = '{FakeOwnServer.Host}'", $"port = {FakeOwnServer.Port}") + $"\n[[output_adapter.email_standby]]\nhostname = '{FakeOwnServer.Host}'\nport = {FakeOwnServer.Port}\nfrom_address = 'a@example.com'\n");
        using var provider = new SuperTenantProvider(folder.Open(), _log, new OwnServerRule([own]));
        var before = provider.Current;
        Assert.DoesNotContain(before.Diagnostics, IsOfLoop);

        own.Open();

        var after = provider.Current;
        Assert.Equal(2, after.Diagnostics.Count(IsOfLoop));
        Assert.Equal((before.InForce, before.Standbys.Single().Provider), (after.InForce, after.Standbys.Single().Provider));

        static bool IsOfLoop(DeploymentDiagnostic d) => d.Severity == DeploymentSeverity.Warning && d.Message.Contains("own SMTP port", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_FaultOfOurOwn_KeepsTheLastSettingsAndSaysSo()
    {
        var good = _file.Current;
        var file = new FakeFile(good);
        using var provider = new SuperTenantProvider(file, _log);

        file.Tell(good with { Lines = null! });

        Assert.NotNull(provider.Current.InForce);
        Assert.Contains("failed to read this file", Assert.Single(provider.Current.Diagnostics).Message, StringComparison.Ordinal);
        var health = await new DeploymentHealthCheck(provider).CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Degraded, health.Status);
    }

    [Fact]
    public void Current_FaultOfOurOwnAtTheStart_DoesNotStopTheServer()
    {
        using var provider = new SuperTenantProvider(new FakeFile(_file.Current with { Lines = null! }), _log);

        Assert.Null(provider.Current.InForce);
        Assert.True(provider.Current.IsBroken);
    }

    [Fact]
    public void Take_ChangedElsewhere_IsTheSameVersion()
    {
        var before = _provider.Current;

        var after = Write("# a comment\n" + Section.With());

        Assert.Same(before.InForce, after.InForce);
        Assert.Equal(before.InForceSince, after.InForceSince);
        Assert.True(after.ReadAt > before.ReadAt);
    }

    [Fact]
    public void Take_BrokenSection_KeepsTheLastGoodSettings()
    {
        var before = _provider.Current;

        var broken = Write(Section.With("port = 99999"));

        Assert.True(broken.IsBroken);
        Assert.Same(before.InForce, broken.InForce);
        Assert.Equal(before.InForceSince, broken.InForceSince);
        Assert.Equal(before.Values, broken.Values);
        Assert.Equal("99999", broken.Rejected.Single(v => v.Label == "Server Port").Text);

        var mended = Write(Section.With("port = 999"));
        Assert.False(mended.IsBroken);
        Assert.Equal(999, mended.InForce!.Settings.Port);
        Assert.Equal("999", mended.Values.Single(v => v.Label == "Server Port").Text);
        Assert.Empty(mended.Rejected);
    }

    [Fact]
    public void Take_BrokenSyntax_KeepsSettingsAndTheirValues()
    {
        var before = _provider.Current;

        var broken = Write(Section.With("port = "));

        Assert.True(broken.IsBroken);
        Assert.Same(before.InForce, broken.InForce);
        Assert.Equal(before.Values, broken.Values);
        Assert.Equal("port = ", broken.Lines[5]);
    }

    private const string A = "\n[[output_adapter.email_standby]]\nname = 'A'\nhostname = 'a.example.com'\nfrom_address = 'a@example.com'\nenable_authentication = false\n";
    private const string B = "\n[[output_adapter.email_standby]]\nname = 'B'\nhostname = 'b.example.com'\nfrom_address = 'b@example.com'\nenable_authentication = false\n";

    [Fact]
    public void Take_EditOfAStandby_KeepsTheVersionsOfTheOthers()
    {
        var before = Write(Section.With() + A + B).Route;

        var after = Write(Section.With() + B + A.Replace("a@", "other@", StringComparison.Ordinal)).Route;

        Assert.Equal(["smtp.example.com", "A", "B"], before.Select(p => p.Name));
        Assert.Equal([before[0].Id, before[2].Id, before[1].Id], after.Select(p => p.Id));
        Assert.Equal([before[0].Version, before[2].Version], after.Take(2).Select(p => p.Version));
        Assert.NotEqual(before[1].Version, after[2].Version);
        Assert.All(after, p => Assert.Equal((ProviderOrigin.SuperTenant, TenantDomain.SuperTenantId), (p.Origin, p.OwnerTenantId)));
    }

    [Fact]
    public void Take_StandbyAlone_HasTheFirstKeepItsName() => Assert.Equal("", Assert.Single(Write(Section.With()).Route).Name);

    [Fact]
    public void Take_DisabledStandby_IsThereAndOutOfTheRoute()
    {
        var state = Write(Section.With() + A + "enabled = false" + B);

        Assert.Equal(["smtp.example.com", "B"], state.Route.Select(p => p.Name));
        Assert.Equal([("A", false), ("B", true)], state.Standbys.Select(s => (s.Name, s.IsEnabled)));
        Assert.Equal([true, false, true], state.Entries.Select(e => e.IsEnabled));
        Assert.NotNull(state.Find(state.Standbys[0].Id));
    }

    [Fact]
    public async Task Take_BrokenStandby_IsLeftOutAndHealthDegraded()
    {
        var state = Write(Section.With("port = 26") + A + "port = 0" + B);

        Assert.False(state.IsBroken);
        Assert.Equal((26, state.ReadAt), (state.InForce!.Settings.Port, state.InForceSince));
        Assert.Equal(["smtp.example.com", "B"], state.Route.Select(p => p.Name));
        Assert.Equal("0", state.Standbys[0].Values.Single(v => v.Label == "Server Port").Text);
        var health = await new DeploymentHealthCheck(_provider).CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.StartsWith("Line 12, column 8: ", health.Description, StringComparison.Ordinal);
        Assert.Contains(_log.Entries, e => e.Text.Contains("standby A (line 7) is left out", StringComparison.Ordinal));

        Assert.Equal(3, Write(Section.With("port = 26") + A + B).Route.Count);
    }

    [Fact]
    public void Take_BrokenFirst_KeepsItAndTakesTheStandbysOver()
    {
        var before = Write(Section.With() + A);

        var broken = Write(Section.With("port = 99999") + B);

        Assert.True(broken.IsBroken);
        Assert.Equal([before.InForce!.Id, broken.Standbys[0].Id], broken.Route.Select(p => p.Id));
        Assert.Equal("B", broken.Route[1].Name);
    }

    [Fact]
    public void Take_BrokenSyntax_KeepsTheWholeRoute()
    {
        var before = Write(Section.With() + A + B);

        var broken = Write(Section.With() + A + "port = ");

        Assert.True(broken.IsBroken);
        Assert.Equal(before.Route, broken.Route);
    }

    [Fact]
    public void Take_DeletedFile_KeepsTheLastGoodSettings()
    {
        var before = _provider.Current;

        File.Delete(_folder.File);
        _file.Poll();
        _file.Poll();

        Assert.True(_provider.Current.IsBroken);
        Assert.Same(before.InForce, _provider.Current.InForce);
    }

    [Fact]
    public void Take_RemovedSection_LeavesNoProvider()
    {
        var state = Write("[server]\n");

        Assert.False(state.IsBroken);
        Assert.Null(state.InForce);
        Assert.Null(state.InForceSince);
        Assert.Single(state.Diagnostics);
        Assert.Equal(13, state.Values.Count);
    }

    [Fact]
    public void Current_BrokenSinceTheStart_HasNothingInForce()
    {
        using var folder = new DeploymentFolder("[");
        using var provider = new SuperTenantProvider(folder.Open(), _log);

        Assert.True(provider.Current.IsBroken);
        Assert.Null(provider.Current.InForce);
        Assert.Empty(provider.Current.Values);
    }

    [Fact]
    public void Current_SectionBrokenSinceTheStart_ShowsTheNewestValues()
    {
        using var folder = new DeploymentFolder(Section.With("port = 99999"));
        using var provider = new SuperTenantProvider(folder.Open(), _log);

        Assert.Null(provider.Current.InForce);
        Assert.Equal("99999", provider.Current.Values.Single(v => v.Label == "Server Port").Text);
    }

    [Fact]
    public void Subscribe_EveryReading_IsTold()
    {
        var told = new List<SuperTenantProviderState>();
        using var subscription = _provider.Subscribe(told.Add);

        Write("[");
        Write(Section.With("port = 26"));

        Assert.Equal([true, false], told.Select(s => s.IsBroken));
        Assert.Same(told[1], _provider.Current);
    }

    [Fact]
    public void Take_Broken_LogsOnceWithPlaceAndWithoutSecrets()
    {
        Write(Section.With("port = 99999", "password = 'hunter2&amp;'"));
        _file.Poll();
        _file.Poll();

        var error = Assert.Single(_log.Entries, e => e.Level == LogLevel.Error && e.Text.Contains("65535", StringComparison.Ordinal));
        Assert.Contains($"{_folder.File}(5,8)", error.Text, StringComparison.Ordinal);
        Assert.Single(_log.Entries, e => e.Text.Contains("stays as it was read", StringComparison.Ordinal));
        Assert.All(_log.Entries, e => Assert.DoesNotContain("hunter2", e.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Diagnostics_ControlCharactersInNames_AreRemoved()
    {
        Write(Section.With("\"a\\r\\nforged\" = 1"));

        Assert.Contains("'a  forged'", Assert.Single(_provider.Current.Diagnostics, d => d.Line == 6).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Diagnostics_ColumnWithinASecret_PointsAtItsBeginning()
    {
        var state = Write("[output_adapter.email]\npassword = 'hunter2' x");

        Assert.Equal((2, 12), (state.Diagnostics[0].Line, state.Diagnostics[0].Column));
    }

    [Fact]
    public async Task HealthCheck_BrokenReading_IsDegradedUntilMended()
    {
        var check = new DeploymentHealthCheck(_provider);
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new HealthCheckContext())).Status);

        Write(Section.With("port = 99999"));
        var degraded = await check.CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Degraded, degraded.Status);
        Assert.StartsWith("Line 6, column 8: ", degraded.Description, StringComparison.Ordinal);

        Write(Section.With());
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new HealthCheckContext())).Status);
    }

    [Fact]
    public void ToString_State_HoldsNoSecret() =>
        Assert.DoesNotContain("hunter2", $"{_provider.Current} {_provider.Current.InForce} {_file.Current} {_file.Current.Table("output_adapter.email")!.Values["password"]}", StringComparison.Ordinal);

    private sealed class FakeFile(DeploymentSnapshot first) : IDeploymentFile
    {
        private Action<DeploymentSnapshot> _changed = _ => { };

        public DeploymentSnapshot Current { get; private set; } = first;

        public IDisposable Subscribe(Action<DeploymentSnapshot> changed)
        {
            _changed = changed;
            return new CancellationTokenSource();
        }

        public void Tell(DeploymentSnapshot snapshot)
        {
            Current = snapshot;
            _changed(snapshot);
        }
    }
}
