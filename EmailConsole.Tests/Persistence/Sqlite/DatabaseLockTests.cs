using EmailConsole.Persistence;
using EmailConsole.Persistence.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Persistence.Sqlite;

public sealed class DatabaseLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Take_HeldByAConsoleThatStops_WaitsForItsEnd()
    {
        var first = Lock("a.db");
        await first.TakeAsync(CancellationToken.None);
        using var second = Lock("a.db");
        var taking = second.TakeAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(taking.IsCompleted);

        first.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));

        await taking.WaitAsync(Bound.Wait);
    }

    [Fact]
    public async Task Take_HeldByAConsoleThatWorksOn_IsRefusedInWords()
    {
        using var first = Lock("a.db");
        await first.TakeAsync(CancellationToken.None);
        using var second = Lock("a.db");

        var taking = second.TakeAsync(CancellationToken.None);
        while (!taking.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var refused = await Assert.ThrowsAsync<CannotStartException>(() => taking);
        Assert.Contains($"{_folder["a.db"]} is in use by another EmailConsole", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_AnotherDatabaseInTheSameFolder_IsFree()
    {
        using var first = Lock("a.db");
        await first.TakeAsync(CancellationToken.None);
        using var second = Lock("b.db");

        await second.TakeAsync(CancellationToken.None);
    }

    private DatabaseLock Lock(string name) => new(new DatabaseLocation("", _folder[name], _folder.Path), _time, NullLogger<DatabaseLock>.Instance);
}
