using System.Net;
using EmailConsole.Accounts.TenantManagement;
using EmailConsole.Hosting.Silo;
using EmailConsole.Sending.Grains;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Sending.Lanes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmailConsole.Tests.Hosting;

/// <summary>The pages and the accepting do not depend on the silo.</summary>
public sealed class SiloTests
{
    [Fact]
    public async Task Start_SiloNeverComesUp_PagesAnswerMessagesAreAcceptedAndTheConsoleStops()
    {
        var bed = new LaneBed { ReplaceServices = services => services.AddKeyedSingleton<IHostedService>(SiloStarter.Silo, new FakeDeafSilo()) };
        using var client = bed.CreateBareClient();

        using var answer = await client.GetAsync("sign-in").WaitAsync(Bound.Wait);
        var tenant = await bed.AddTenantAsync();
        await bed.AcceptAsync(tenant);
        var person = await bed.OpenSessionAsync(await bed.AddSuperAdministratorAsync());
        var loading = await bed.Service<LoadTenant>().HandleAsync(person, tenant, isLoaded: true, CancellationToken.None);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, bed.Outbox.CountsOf(tenant).Waiting);
        Assert.Equal(LoadTenantResult.NotYet, loading);
        await bed.DisposeAsync().AsTask().WaitAsync(Bound.Wait);
    }

    [Fact]
    public async Task Log_OfTheSilosStart_HasNoFalseAlarm()
    {
        await using var held = new LaneBed { ReplaceServices = services => services.AddKeyedSingleton<IHostedService>(SiloStarter.Silo, new FakeDeafSilo()) };
        await using var started = new ConsoleApplication();
        await started.Service<SiloReadiness>().Started.WaitAsync(Bound.Wait);

        Assert.False(WatchdogOf(held).IsEnabled(LogLevel.Warning));
        Assert.True(WatchdogOf(held).IsEnabled(LogLevel.Error));
        Assert.True(WatchdogOf(started).IsEnabled(LogLevel.Warning));
        Assert.DoesNotContain(started.Log, line => line.Contains("ServerGC", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_WhileTheSiloStarts_Ends()
    {
        var console = new ConsoleApplication();
        _ = console.Url;

        await console.DisposeAsync().AsTask().WaitAsync(Bound.Wait);
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

    private static ILogger WatchdogOf(ConsoleApplication console) =>
        console.Service<ILoggerFactory>().CreateLogger(SiloRegistration.WatchdogCategory);
}
