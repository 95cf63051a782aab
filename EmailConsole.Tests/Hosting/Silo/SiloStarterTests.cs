using EmailConsole.Hosting.Silo;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmailConsole.Tests.Hosting.Silo;

public sealed class SiloStarterTests
{
    [Fact]
    public async Task Stop_SiloIsNotThroughInTime_EndsWithoutAFault()
    {
        var silo = new ScriptedSilo();
        using var starter = new SiloStarter(silo, new SiloReadiness(), TimeProvider.System, NullLogger<SiloStarter>.Instance);
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
        using var starter = new SiloStarter(silo, new SiloReadiness(), TimeProvider.System, NullLogger<SiloStarter>.Instance);
        await starter.StartAsync(CancellationToken.None);
        await silo.Starting.WaitAsync(Bound.Wait);

        var stopping = starter.StopAsync(CancellationToken.None);
        Assert.False(silo.IsBrokenOff);
        silo.Finish();
        await stopping.WaitAsync(Bound.Wait);

        Assert.True(silo.IsStopped);
    }

    private sealed class ScriptedSilo : IHostedService
    {
        public TaskCompletionSource Stopping { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Stopping.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }
}
