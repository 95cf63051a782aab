using System.Globalization;
using EmailConsole.Delivery.Network;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Outbox;
using EmailConsole.Tenants;
using EmailConsole.Tests.Kinds;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Sending.Routes;

/// <summary>The super tenant's first provider and its standby, for tenants that send by them: by which of them mail leaves, counted at both.</summary>
public sealed class SuperTenantRouteTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _first = new ScriptedSmtpServer().Start();
    private readonly ScriptedSmtpServer _standby = new ScriptedSmtpServer().Start();
    private readonly List<IAsyncDisposable> _owned = [];
    private LaneBed _bed = null!;

    public Task InitializeAsync()
    {
        _bed = Open(LaneBed.FileFor(_first) + Standby(_standby, "Backup"));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _bed.DisposeAsync();
        foreach (var owned in _owned)
        {
            await owned.DisposeAsync();
        }
    }

    [Fact]
    public async Task Send_BothWork_GoesByTheFirst()
    {
        var tenant = await _bed.AddTenantAsync();

        await _bed.AcceptAsync(tenant, [.. Enumerable.Range(0, 10).Select(_ => Emails.New())]);
        await _bed.SettledAsync(tenant, 10);

        Assert.Equal((10, 0), Counts());
    }

    [Fact]
    public async Task Send_TheFirstRefuses_ACodeLeavesByTheStandbyAndTheTenantReadsNoNameOfIt()
    {
        _first.Reply("CONNECT", "554 5.7.1 No service here");
        var tenant = await _bed.AddTenantAsync();

        var code = await _bed.AcceptAsync(tenant, Emails.New() with { Priority = EmailPriority.High });
        await _bed.SettledAsync(tenant, 1);

        Assert.Equal((0, 1), Counts());
        Assert.Contains("From: standby@platform.example", _standby.Messages.Single(), StringComparison.Ordinal);
        Assert.Equal(
            ["The super tenant's provider", "The super tenant's provider, standby 1"],
            (await _bed.FindAsync(code)).AttemptHistory.OrderBy(a => a.Number).Select(a => a.ProviderName));
    }

    [Fact]
    public async Task Send_OfTheSuperTenantItself_NamesItsProvidersAsTheFileDoes()
    {
        _first.DropAt("CONNECT");

        var code = await _bed.AcceptAsync(TenantDomain.SuperTenantId);
        await _bed.SettledAsync(TenantDomain.SuperTenantId, 1);

        Assert.Equal(["localhost", "Backup"], (await _bed.FindAsync(code)).AttemptHistory.OrderBy(a => a.Number).Select(a => a.ProviderName));
    }

    [Fact]
    public async Task Send_TheFirstWorksAgain_GoesBackByItself()
    {
        _first.DropAt("CONNECT");
        var tenant = await _bed.AddTenantAsync();
        await _bed.AcceptAsync(tenant, [.. Enumerable.Range(0, 20).Select(_ => Emails.New())]);
        await _bed.SettledAsync(tenant, 20);
        Assert.Equal((0, 20), Counts());

        _first.Script.Clear();
        for (var sent = 21; _first.Messages.Count < 3; sent++)
        {
            await _bed.AcceptAsync(tenant);
            await _bed.SettledAsync(tenant, sent);
        }

        var before = Counts();
        var done = before.First + before.Standby;
        await _bed.AcceptAsync(tenant, [.. Enumerable.Range(0, 10).Select(_ => Emails.New())]);
        await _bed.SettledAsync(tenant, done + 10);
        Assert.Equal((before.First + 10, before.Standby), Counts());
    }

    [Fact]
    public async Task Send_PlatformAsTheLastOfATenantsRoute_GoesByAllOfThePlatformsInOrder()
    {
        var own = Own(new ScriptedSmtpServer().DropAt("CONNECT").Start());
        _first.DropAt("CONNECT");
        var tenant = await _bed.AddTenantAsync(own);
        await AddEntryAsync(tenant, new EmailProviderSettings { Server = ProviderServer.Platform, AuthenticationType = AuthenticationType.None });

        var code = await _bed.AcceptAsync(tenant);
        await _bed.SettledAsync(tenant, 1);

        Assert.Equal((0, 1), Counts());
        Assert.Contains("From: standby@platform.example", _standby.Messages.Single(), StringComparison.Ordinal);
        Assert.Equal(
            ["localhost", "The super tenant's provider", "The super tenant's provider, standby 1"],
            (await _bed.FindAsync(code)).AttemptHistory.OrderBy(a => a.Number).Select(a => a.ProviderName));
    }

    [Fact]
    public async Task Send_OverThePlatformWithATenantsSender_LeavesByTheStandbyWithIt()
    {
        _first.DropAt("CONNECT");
        var tenant = await _bed.AddTenantAsync(
            new EmailProviderSettings { Server = ProviderServer.Platform, FromAddress = "codes@own.example", AuthenticationType = AuthenticationType.None }, "own.example");

        await _bed.AcceptAsync(tenant);
        await _bed.SettledAsync(tenant, 1);

        Assert.Equal((0, 1), Counts());
        Assert.Contains("From: codes@own.example", _standby.Messages.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_StandbyWithALimit_HoldsForAllTenantsTogether()
    {
        _first.DropAt("CONNECT");
        _standby.FallSilentAt("CONTENT");
        await EditAsync(LaneBed.FileFor(_first) + Standby(_standby, "Backup") + "\nmax_connections = 1");
        var tenants = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _bed.AddTenantAsync()));
        foreach (var tenant in tenants)
        {
            await _bed.AcceptAsync(tenant, [.. Enumerable.Range(0, 5).Select(_ => Emails.New())]);
        }

        await _standby.Silent;
        await Bound.UntilAsync(() => State("Backup") is { Sending: 1, Allowed: 1 });

        Assert.Equal(1, _standby.OpenConnections);
        Assert.Single(_bed.Channels.All(), c => c.ProviderId == Entry("Backup").Id.Value);
    }

    [Fact]
    public async Task Edit_OfAStandby_LeavesTheCircuitOfTheFirstAlone()
    {
        _first.DropAt("CONNECT");
        var tenant = await _bed.AddTenantAsync();
        await _bed.AcceptAsync(tenant, [.. Enumerable.Range(0, 20).Select(_ => Emails.New())]);
        await _bed.SettledAsync(tenant, 20);
        var opened = First().Circuit;
        Assert.Equal(CircuitPosition.Open, opened.Position);
        var id = Entry("Backup").Id;

        await EditAsync(LaneBed.FileFor(_first) + Standby(_standby, "Backup", "other@platform.example"));
        await _bed.AcceptAsync(tenant);
        await _bed.SettledAsync(tenant, 21);

        Assert.Contains("From: other@platform.example", _standby.Messages[^1], StringComparison.Ordinal);
        Assert.Equal(id, Entry("Backup").Id);
        Assert.NotEqual(CircuitPosition.Closed, First().Circuit.Position);
        Assert.NotNull(First().FailingSince);

        var other = Own(new ScriptedSmtpServer().Start());
        await EditAsync(LaneBed.FileFor(other) + Standby(_standby, "Backup", "other@platform.example"));
        await Bound.UntilAsync(() => First().Circuit.Position == CircuitPosition.Closed);
        await _bed.AcceptAsync(tenant);
        await Bound.UntilAsync(() => other.Messages.Count > 0);
    }

    [Fact]
    public async Task Edit_AddsAndTakesOutAStandbyWhileRunning_HoldsForTheNextMessage()
    {
        _first.DropAt("CONNECT");
        var third = Own(new ScriptedSmtpServer().Start());
        var tenant = await _bed.AddTenantAsync();
        await _bed.AcceptAsync(tenant);
        await _bed.SettledAsync(tenant, 1);

        await EditAsync(LaneBed.FileFor(_first) + Standby(third, "Third") + Standby(_standby, "Backup"));
        await _bed.AcceptAsync(tenant);
        await _bed.SettledAsync(tenant, 2);
        Assert.Equal((1, 1), (_standby.Messages.Count, third.Messages.Count));

        await EditAsync(LaneBed.FileFor(_first) + Standby(third, "Third") + "\nenabled = false" + Standby(_standby, "Backup"));
        await _bed.AcceptAsync(tenant);
        await _bed.SettledAsync(tenant, 3);
        Assert.Equal((2, 1), (_standby.Messages.Count, third.Messages.Count));
    }

    [Fact]
    public async Task Edit_BreaksTheStandby_LeavesTheFirstInForce()
    {
        var tenant = await _bed.AddTenantAsync();

        await EditAsync(LaneBed.FileFor(_first) + Standby(_standby, "Backup") + "\nsignature = 1", expectsBroken: true);
        await _bed.AcceptAsync(tenant);
        await _bed.SettledAsync(tenant, 1);

        Assert.Equal((1, 0), Counts());
        Assert.Single(_bed.Service<ISuperTenantProvider>().Current.Route);
        Assert.Contains(_bed.Log, line => line.Contains("standby Backup", StringComparison.Ordinal) && line.Contains("is left out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_TheFirstIsBrokenFromTheStart_LeavesByTheStandby()
    {
        await _bed.DisposeAsync();
        _bed = Open(LaneBed.FileFor(_first) + "\nreply_to = 'nobody'" + Standby(_standby, "Backup"));
        var tenant = await _bed.AddTenantAsync();

        await _bed.AcceptAsync(tenant);
        await _bed.SettledAsync(tenant, 1);

        Assert.Equal((0, 1), Counts());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Send_AProviderOfTheFileIsAnHttpApi_ArrivesThere(bool isFirst)
    {
        await _bed.DisposeAsync();
        using var folder = new TemporaryFolder();
        using var certificates = new TestCertificates();
        var authority = Path.Combine(folder.Path, "ca.pem");
        await File.WriteAllTextAsync(authority, certificates.AuthorityPem);
        await using var api = await ScriptedHttpServer.StartAsync(certificates);
        api.Answers(200, """{"id":"m-1"}""");
        _first.DropAt("CONNECT");
        const string http = """

            from_address = "api@platform.example"
            provider = "HTTP"
            provider_url = "https://localhost/mail"
            auth_type = "API_KEY"
            api_key_header = "X-Key"
            api_key_value = "k3y"
            body = '{"to": {{send-to}}, "from": {{send-from}}}'

            """;
        _bed = Open(
            isFirst ? "[output_adapter.email]" + http : LaneBed.FileFor(_first) + "\n[[output_adapter.email_standby]]" + http,
            new() { ["Tls:AdditionalCaFile"] = authority },
            services => services.AddSingleton<Dialer>(_ => new RedirectedDialer(TimeProvider.System, () => api.Port)));
        var inheriting = await _bed.AddTenantAsync();
        var own = await _bed.AddTenantAsync(
            new EmailProviderSettings { Server = ProviderServer.Platform, FromAddress = "codes@own.example", AuthenticationType = AuthenticationType.None }, "own.example");

        await _bed.AcceptAsync(inheriting);
        await _bed.SettledAsync(inheriting, 1);
        await _bed.AcceptAsync(own);
        await _bed.SettledAsync(own, 1);

        Assert.Equal(["api@platform.example", "codes@own.example"], api.Requests.Select(r => r.Json.GetProperty("from").GetString()));
        Assert.All(api.Requests, r => Assert.Equal("k3y", r.Header("X-Key")));
    }

    private static string Standby(ScriptedSmtpServer server, string name, string from = "standby@platform.example") => string.Create(
        CultureInfo.InvariantCulture,
        $"""


        [[output_adapter.email_standby]]
        name = "{name}"
        from_address = "{from}"
        hostname = "localhost"
        port = {server.Port}
        enable_start_tls = false
        enable_authentication = false
        """);

    private static LaneBed Open(string file, Dictionary<string, string>? settings = null, Action<IServiceCollection>? replace = null) => new()
    {
        Deployment = file,
        Settings = settings ?? [],
        ReplaceServices = replace ?? (_ => { }),
    };

    private ScriptedSmtpServer Own(ScriptedSmtpServer server)
    {
        _owned.Add(server);
        return server;
    }

    private SuperTenantStandby Entry(string name) => Assert.Single(_bed.Service<ISuperTenantProvider>().Current.Standbys, s => s.Name == name);

    private ChannelState? State(string name) => _bed.Channels.All().FirstOrDefault(c => c.ProviderId == Entry(name).Id.Value);

    private ChannelState First() => Assert.Single(_bed.Channels.All(), c => c.ProviderId == TenantDomain.SuperTenantId);

    private (int First, int Standby) Counts() => (_first.Messages.Count, _standby.Messages.Count);

    // None: it was told, and has not asked yet
    private static bool IsUpToDate(IReadOnlyList<ProviderInForce> lane, SuperTenantProviderState file) =>
        lane.Count == 0 || lane.Select(p => (p.Id, p.Version)).SequenceEqual(file.Route.Select(p => (p.Id, p.Version)));

    /// <summary>Writes the file, and waits until all that send have been told.</summary>
    private async Task EditAsync(string text, bool expectsBroken = false)
    {
        var provider = _bed.Service<ISuperTenantProvider>();
        var told = new TaskCompletionSource<SuperTenantProviderState>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = provider.Subscribe(state => told.TrySetResult(state));
        await File.WriteAllTextAsync(_bed.DeploymentFile, text);
        var read = await told.Task.WaitAsync(Bound.Wait);
        await Bound.UntilAsync(() => _bed.Lanes.GetAll().All(lane => IsUpToDate(lane.Providers, read)));
        Assert.Equal(expectsBroken, read.Diagnostics.Any(d => d.Severity == EmailConsole.Deployment.DeploymentSeverity.Error));
    }

    private async Task AddEntryAsync(Guid tenant, EmailProviderSettings settings)
    {
        await using (var db = await _bed.OpenDbAsync())
        {
            db.Add(new EmailProvider { Id = Guid.CreateVersion7(), TenantId = tenant, Position = 1, Settings = settings });
            await db.SaveChangesAsync();
        }

        await _bed.Service<EmailConsole.EmailProviders.Editing.ProviderChanges>().TellAsync(tenant, Guid.CreateVersion7());
    }
}
