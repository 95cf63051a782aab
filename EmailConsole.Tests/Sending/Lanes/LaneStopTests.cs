using EmailConsole.Sending.Lanes;
using EmailConsole.Sending.Recording;
using EmailConsole.Tests.Servers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EmailConsole.Tests.Sending.Lanes;

/// <summary>The console stops while messages are under way.</summary>
public sealed class LaneStopTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(40);

    private readonly TemporaryFolder _home = new();
    private readonly ScriptedSmtpServer _server = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Stop_ServerTakesItsTime_WaitsForItAndRecords()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isThere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Script["CONTENT"] = async (session, line) =>
        {
            isThere.TrySetResult();
            await go.Task;
            await session.BehaveAsync("CONTENT", line);
        };
        Guid tenant;
        await using (var bed = Bed(TimeSpan.FromSeconds(30)))
        {
            tenant = await bed.AddTenantAsync(_server.Start());
            await bed.AcceptAsync(tenant);
            await isThere.Task;
            var stopped = bed.DisposeAsync().AsTask();
            go.SetResult();
            await stopped.WaitAsync(Soon);
        }

        await using var next = Bed(TimeSpan.FromSeconds(30));
        Assert.Equal((1, 0), (next.Outbox.CountsOf(tenant).Delivered, next.Outbox.CountsOf(tenant).Waiting));
    }

    [Fact]
    public async Task Stop_TenantsGetWorkAllTheTime_LoadsNoneAndLogsNoError()
    {
        await using var bed = Bed(TimeSpan.FromSeconds(30));
        List<Guid> tenants = [];
        for (var i = 0; i < 20; i++)
        {
            tenants.Add(await bed.AddTenantAsync());
        }

        var wakes = bed.Service<LaneWakes>();
        using var stopped = new CancellationTokenSource();
        var waking = Task.Run(async () =>
        {
            while (!stopped.IsCancellationRequested)
            {
                tenants.ForEach(wakes.Wake);
                await Task.Yield();
            }
        });
        await bed.LoadedAsync(tenants[0]);

        await bed.DisposeAsync().AsTask().WaitAsync(Soon);
        await stopped.CancelAsync();
        await waking;

        Assert.DoesNotContain(bed.Log, line => line.StartsWith("Error EmailConsole.Sending", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CONNECT", 1, 0)]
    [InlineData("CONTENT", 0, 1)]
    public async Task Stop_ServerHangs_BreaksOffAndTheMessageWaits(string silentAt, long queued, long retrying)
    {
        Guid tenant;
        await using (var bed = Bed(TimeSpan.FromSeconds(11)))
        {
            tenant = await bed.AddTenantAsync(_server.FallSilentAt(silentAt).Start());
            await bed.AcceptAsync(tenant);
            await _server.Silent;
            await bed.DisposeAsync().AsTask().WaitAsync(Soon);
        }

        await using var next = Bed(TimeSpan.FromSeconds(11));
        Assert.Equal((queued, retrying), (next.Outbox.CountsOf(tenant).Queued, next.Outbox.CountsOf(tenant).Retrying));
    }

    [Fact]
    public async Task Stop_NothingCanBeRecorded_EndsAllTheSame()
    {
        await using var bed = Bed(TimeSpan.FromSeconds(11));
        await using var holder = new SqliteConnection($"Data Source={_home["data/emailconsole.db"]};Pooling=False");
        _server.Script["CONTENT"] = async (session, line) =>
        {
            await holder.OpenAsync();
            await using var begin = holder.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            await begin.ExecuteNonQueryAsync();
            await session.BehaveAsync("CONTENT", line);
        };
        var tenant = await bed.AddTenantAsync(_server.Start());
        await bed.AcceptAsync(tenant);
        await Bound.UntilAsync(() => bed.Service<DeliveryRecorder>().IsStuck);

        await bed.DisposeAsync().AsTask().WaitAsync(Soon);

        Assert.Single(_server.Messages);
    }

    private LaneBed Bed(TimeSpan shutdownTimeout) => new()
    {
        IsOnSqlite = true,
        HomeOf = _home,
        Settings = new Dictionary<string, string> { ["Outbox:LockTimeout"] = "00:00:00.2" },
        ReplaceServices = services => services.Configure<HostOptions>(options => options.ShutdownTimeout = shutdownTimeout),
    };
}
