using System.Net;
using EmailConsole.Accounts.SetUp;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Cluster;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Outbox;
using EmailConsole.Tenants;
using EmailConsole.TestEmail;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EmailConsole.Tests.Cluster;

/// <summary>What holds for all nodes together: limits, turns and the set-up link, also when the node is gone that began it.</summary>
public sealed class ClusterOnceTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _server = new ScriptedSmtpServer().Start();
    private NodeBed _bed = null!;

    public async Task InitializeAsync() => _bed = await NodeBed.StartAsync();

    public async Task DisposeAsync()
    {
        await _bed.DisposeAsync();
        await _server.DisposeAsync();
    }

    [PostgresFact]
    public async Task WrongPasswords_OnANodeThatIsGone_StillCount()
    {
        await _bed[0].AddTenantAsync(domain: "guessed.example");
        var person = await _bed[0].AddPersonAsync("guessed.example", "anna", ActorRole.Administrator);
        await HeardAsync("failures", 4, async () => Assert.IsType<SignInOutcome.Refused>(await SignInAsync(_bed[0], "wrong")));
        await _bed.StopAsync(_bed[0]);

        Assert.IsType<SignInOutcome.LockedOut>(await SignInAsync(_bed[0], "wrong"));
        Assert.IsType<SignInOutcome.LockedOut>(await SignInAsync(_bed[0], person.Password));

        Task<SignInOutcome> SignInAsync(LaneBed node, string password) =>
            node.Service<SignInByPassword>().HandleAsync(person.Username, password, SignInOrigin.Unknown(IPAddress.Parse("192.0.2.7")), default);
    }

    [PostgresFact]
    public async Task TestEmails_OnBothNodes_ShareTheLimit()
    {
        var person = Guid.NewGuid();
        await HeardAsync("tests", TestEmailQuota.Max, () =>
        {
            Assert.True(_bed[0].Service<TestEmailQuota>().TryTake(person, out _));
            return Task.CompletedTask;
        });

        Assert.False(_bed[1].Service<TestEmailQuota>().TryTake(person, out _));
        await _bed.StopAsync(_bed[0]);
        Assert.False(_bed[0].Service<TestEmailQuota>().TryTake(person, out _));
    }

    [PostgresFact]
    public async Task TryNow_OnTheOtherNode_EndsThePauseAndTakesTheTurnOfAll()
    {
        var (tenant, owner, other) = await PausedAsync();
        _server.Script.Clear();

        Assert.Null(other.Service<IProviderRetry>().TryNow(tenant));

        await Bound.UntilAsync(() => _server.Messages.Count == 3, most: TimeSpan.FromSeconds(8));
        Assert.InRange(owner.Service<IProviderRetry>().TryNow(tenant)!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.NotNull(other.Service<IProviderRetry>().TryNow(tenant));
    }

    [PostgresFact]
    public async Task Works_OnTheOtherNode_ClosesTheCircuit()
    {
        var (tenant, owner, other) = await PausedAsync();
        _server.Script.Clear();

        other.Service<IProviderRetry>().Works((await other.Service<IEffectiveProvider>().FindAsync(tenant, CancellationToken.None))!);

        await Bound.UntilAsync(() => owner.Channels.Find(tenant)!.Circuit.Position == CircuitPosition.Closed && _server.Messages.Count == 3, most: TimeSpan.FromSeconds(8));
    }

    [PostgresFact]
    public async Task SetUp_TheLinkOfOneNode_WorksOnTheOtherOnce()
    {
        await Bound.UntilAsync(() => _bed.Nodes.All(n => n.Service<SetUpByLink>().Place is not null));
        var link = _bed[0].Service<SetUpToken>().Renew();
        Assert.Equal(link, _bed[1].Service<SetUpToken>().Renew());
        Assert.False(_bed[1].Service<SetUpByLink>().IsValid(link[..^1] + (link[^1] == 'A' ? 'B' : 'A') + "x"));
        Assert.True(_bed[1].Service<SetUpByLink>().IsValid(link));

        var results = await Task.WhenAll(_bed.Nodes.Select(n => n.Service<SetUpByLink>().HandleAsync(link, "admin", "meadow violin anchor 42", default)));

        Assert.Single(results, r => r is SetUpResult.Created);
        await Bound.UntilAsync(() => _bed.Nodes.All(n => n.Service<SetUpByLink>().Place is null && !n.Service<SetUpByLink>().IsValid(link)));
    }

    [PostgresFact]
    public async Task SetUp_TheNodeThatPrintedTheLinkIsGone_ItWorksOnTheOther()
    {
        await Bound.UntilAsync(() => _bed.Nodes.All(n => n.Service<SetUpByLink>().Place is not null));
        var link = _bed[0].Service<SetUpToken>().Renew();

        await _bed.StopAsync(_bed[0]);

        Assert.IsType<SetUpResult.Created>(await _bed[0].Service<SetUpByLink>().HandleAsync(link, "admin", "meadow violin anchor 42", default));
    }

    [PostgresFact]
    public async Task File_DiffersBetweenNodes_HealthIsDegradedAndNamesThem()
    {
        await File.WriteAllTextAsync(_bed[1].DeploymentFile, LaneBed.FileFor(_server));
        var files = _bed[0].Service<NodeFiles>();

        await Bound.UntilAsync(() => files.Difference is not null);
        var report = await _bed[0].Service<HealthCheckService>().CheckHealthAsync(check => check.Name == NodeFiles.Name);
        Assert.Equal(HealthStatus.Degraded, report.Status);
        var difference = report.Entries[NodeFiles.Name].Description;
        Assert.Contains("node1", difference, StringComparison.Ordinal);
        Assert.Contains("node2", difference, StringComparison.Ordinal);

        await File.WriteAllTextAsync(_bed[0].DeploymentFile, LaneBed.FileFor(_server));
        await Bound.UntilAsync(() => files.Difference is null);
    }

    private async Task<(Guid Tenant, LaneBed Owner, LaneBed Other)> PausedAsync()
    {
        _server.DropAt("MAIL");
        var tenant = await _bed[0].AddTenantAsync(_server);
        await _bed[0].AcceptAsync(tenant, [Emails.New(), Emails.New(), Emails.New()]);
        await Bound.UntilAsync(() => _bed.Nodes.Any(n => n.Channels.Find(tenant)?.Circuit.Position == CircuitPosition.Open));
        var owner = _bed.Nodes.Single(n => n.Channels.Find(tenant) is not null);
        await Bound.UntilAsync(() => owner.Lanes.Find(tenant)!.Sending == 0);
        return (tenant, owner, _bed.Nodes.Single(n => n != owner));
    }

    /// <summary>Does something on the first node, and waits until the second has heard of each.</summary>
    private async Task HeardAsync(string topic, int times, Func<Task> act)
    {
        var greetings = NodeBed.HeardBy(_bed[1], "greeting");
        await Bound.UntilAsync(() =>
        {
            // What is told before it listens is lost
            _bed[0].Service<INews>().TellAsync("greeting", "", default).GetAwaiter().GetResult();
            return greetings.Lines > 0;
        });
        var heard = NodeBed.HeardBy(_bed[1], topic);
        for (var i = 0; i < times; i++)
        {
            await act();
        }

        await Bound.UntilAsync(() => heard.Lines == times);
    }
}
