using EmailConsole.Outbox;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EmailConsole.Tests.Outbox;

/// <summary>Whether the console says that it is not ready to accept.</summary>
public sealed class OutboxHealthCheckTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync(o => o.LockTimeout = TimeSpan.FromMilliseconds(100));

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Check_WriterWorks_IsHealthyAndLeavesNothing()
    {
        Assert.Equal(HealthStatus.Healthy, await CheckAsync());
        Assert.Empty(await CountersAsync());
    }

    [Fact]
    public async Task Check_DatabaseLocked_IsUnhealthyUntilAWriteReachesTheDiskAgain()
    {
        await using (var other = new SqliteConnection($"Data Source={_bed.DatabaseFile};Pooling=False"))
        {
            await other.OpenAsync();
            await using var transaction = await other.BeginTransactionAsync();
            await Assert.ThrowsAsync<OutboxUnavailableException>(() => _bed.AcceptAsync(Emails.New()));

            Assert.Equal(HealthStatus.Unhealthy, await CheckAsync());
            await transaction.RollbackAsync();
        }

        Assert.Equal(HealthStatus.Healthy, await CheckAsync());
        Assert.Empty(await CountersAsync());
    }

    private async Task<HealthStatus> CheckAsync()
    {
        var report = await _bed.Get<HealthCheckService>().CheckHealthAsync(r => r.Name == OutboxHealthCheck.Name);
        return report.Status;
    }

    private async Task<IReadOnlyList<long>> CountersAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={_bed.DatabaseFile};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT Count FROM OutboxCounters";
        await using var rows = await command.ExecuteReaderAsync();
        List<long> counts = [];
        while (await rows.ReadAsync())
        {
            counts.Add(rows.GetInt64(0));
        }

        return counts;
    }
}
