using System.Net;
using System.Net.Sockets;
using EmailConsole.Cluster;
using EmailConsole.Hosting.Silo;
using EmailConsole.Tests.Cluster;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;

namespace EmailConsole.Tests.Hosting.Silo;

public sealed class SiloStarterTests
{
    private readonly WatchedNode _node = new();
    private readonly SiloReadiness _readiness = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly EndpointOptions _endpoints = new();
    private readonly SiloFaults _faults;

    public SiloStarterTests() => _faults = new SiloFaults(_readiness, _lifetime, NullLogger<SiloFaults>.Instance);

    [Fact]
    public async Task Start_TakenForDeadBeforeItIsThere_EndsTheProcessOnceTheOthersCanBeReached()
    {
        var (port, clock) = (FreePorts.Take(1)[0], new FakeTimeProvider());
        _node.All = [FakeNode.State(_node.Id, "own"), FakeNode.State(Guid.NewGuid(), "other", silo: $"127.0.0.1:{port}")];
        using var starter = Create(new FakeSlowSilo(), clock);
        await starter.StartAsync(CancellationToken.None);

        _faults.OnFatalException(context: "It was told that it is dead.");
        await PassAsync(clock, () => _node.Looks >= 3);

        Assert.False(_faults.HasFailed);
        using var other = new TcpListener(IPAddress.Loopback, port);
        other.Start();
        await PassAsync(clock, () => starter.ExecuteTask!.IsCompleted);

        Assert.True(_faults.HasFailed);
        Assert.True(_lifetime.ApplicationStopping.IsCancellationRequested);
        Assert.False(_readiness.Started.IsCompleted);
    }

    [Fact]
    public async Task Start_ItsPortIsOccupied_EndsTheProcessOnceItIsFree()
    {
        using var occupant = new TcpListener(IPAddress.Loopback, 0);
        occupant.Start();
        _endpoints.SiloListeningEndpoint = (IPEndPoint)occupant.LocalEndpoint;
        var clock = new FakeTimeProvider();
        _node.All = [FakeNode.State(_node.Id, "own"), FakeNode.State(Guid.NewGuid(), "other", silo: $"127.0.0.1:{FreePorts.Take(1)[0]}")];
        using var starter = Create(new ScriptedSilo { Fault = new InvalidOperationException("", new SocketException((int)SocketError.AddressAlreadyInUse)) }, clock);
        await starter.StartAsync(CancellationToken.None);
        var seconds = 0;
        await PassAsync(clock, () => ++seconds > 300);

        Assert.False(_faults.HasFailed);
        occupant.Stop();
        await PassAsync(clock, () => starter.ExecuteTask!.IsCompleted);

        Assert.True(_faults.HasFailed);
    }

    /// <summary>Whatever keeps it from its start would do so again, and nobody is there to be called by.</summary>
    [Fact]
    public async Task Start_FailsAndThereIsNoOtherNode_GoesOnWithoutTheSilo()
    {
        var clock = new FakeTimeProvider();
        using var starter = Create(new ScriptedSilo { Fault = new InvalidOperationException() }, clock);
        await starter.StartAsync(CancellationToken.None);

        await PassAsync(clock, () => _node.Looks >= 3);

        Assert.False(_faults.HasFailed);
        Assert.False(starter.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public async Task Stop_SiloIsNotThroughInTime_EndsWithoutAFault()
    {
        var silo = new ScriptedSilo();
        using var starter = Create(silo, TimeProvider.System);
        await starter.StartAsync(CancellationToken.None);
        await starter.ExecuteTask!.WaitAsync(Bound.Wait);

        using var late = new CancellationTokenSource();
        var stopped = starter.StopAsync(late.Token);
        await silo.Stopping.Task.WaitAsync(Bound.Wait);
        await late.CancelAsync();

        await stopped.WaitAsync(Bound.Wait);
    }

    [Fact]
    public async Task Stop_WhileTheSiloStarts_LetsItFinishAndStopsIt()
    {
        var silo = new FakeSlowSilo();
        using var starter = Create(silo, TimeProvider.System);
        await starter.StartAsync(CancellationToken.None);
        await silo.Starting.WaitAsync(Bound.Wait);

        var stopping = starter.StopAsync(CancellationToken.None);
        Assert.False(silo.IsBrokenOff);
        silo.Finish();
        await stopping.WaitAsync(Bound.Wait);

        Assert.True(silo.IsStopped);
    }

    private static async Task PassAsync(FakeTimeProvider clock, Func<bool> isSo)
    {
        using var bound = new CancellationTokenSource(Bound.Wait);
        while (!isSo())
        {
            bound.Token.ThrowIfCancellationRequested();
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private SiloStarter Create(IHostedService silo, TimeProvider clock) =>
        new(silo, _node, _faults, Options.Create(_endpoints), new NodeCertificate(null), _readiness, clock, NullLogger<SiloStarter>.Instance);

    /// <summary>Counts who asked for the others.</summary>
    private sealed class WatchedNode : FakeNode
    {
        private int _looks;

        public int Looks => Volatile.Read(ref _looks);

        public override IReadOnlyList<NodeState> All
        {
            get
            {
                Interlocked.Increment(ref _looks);
                return base.All;
            }

            set => base.All = value;
        }
    }

    private sealed class ScriptedSilo : IHostedService
    {
        public TaskCompletionSource Stopping { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Exception? Fault { get; init; }

        public Task StartAsync(CancellationToken cancellationToken) => Fault is null ? Task.CompletedTask : Task.FromException(Fault);

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Stopping.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }
}
