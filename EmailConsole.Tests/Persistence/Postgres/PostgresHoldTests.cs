using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using EmailConsole.Persistence;
using EmailConsole.Persistence.Postgres;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace EmailConsole.Tests.Persistence.Postgres;

public sealed class PostgresHoldTests
{
    [PostgresFact]
    public async Task Start_AnotherConsoleHasTheDatabase_IsRefusedUntilThatOneHasStopped()
    {
        await using var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var first = Console(database);
        await first.StartAsync();

        using (var second = Console(database))
        {
            var refused = await Assert.ThrowsAsync<CannotStartException>(() => second.StartAsync());
            Assert.Contains("is in use by another EmailConsole", refused.Message, StringComparison.Ordinal);
        }

        await first.StopAsync();
        using var third = Console(database);
        await third.StartAsync();
        await third.StopAsync();
    }

    [PostgresFact]
    public async Task Run_ConnectionIsLost_TakesTheDatabaseAgain()
    {
        var server = await PostgresServer.SharedAsync();
        await using var database = await server.CreateDatabaseAsync();
        using var console = Console(database);
        await console.StartAsync();

        await server.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE {Held(database)}");

        await HeldByAsync(server, database, 1);
        Assert.False(Stopping(console).IsCancellationRequested);
        await console.StopAsync();
        await HeldByAsync(server, database, 0);
    }

    [PostgresFact]
    public async Task Run_AnotherConsoleComesFirst_Stops()
    {
        var server = await PostgresServer.SharedAsync();
        await using var database = await server.CreateDatabaseAsync();
        using var console = Console(database);
        await console.StartAsync();

        // Who waits for it gets it before anybody can ask
        await using var other = new NpgsqlConnection(database.ConnectionString + ";Pooling=False");
        await other.OpenAsync();
        var taken = PostgresLocks.TakeAsync(other, PostgresLock.Console, CancellationToken.None);
        await HeldByAsync(server, database, 1, isGranted: false);
        await server.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE granted AND {Held(database)}");
        await taken;

        var stopped = new TaskCompletionSource();
        await using var told = Stopping(console).Register(stopped.SetResult);
        await stopped.Task.WaitAsync(Bound.Wait);
        await console.StopAsync();
    }

    [PostgresFact]
    public async Task Run_ServersEndOutlivesTheConnection_TakesTheDatabaseFromThere()
    {
        var server = await PostgresServer.SharedAsync();
        await using var database = await server.CreateDatabaseAsync();
        await using var proxy = new HalfOpenProxy(server.Port);
        using var console = Console(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = proxy.Port }.ConnectionString);
        await console.StartAsync();
        var (before, after) = (await HolderAsync(server, database), 0);

        proxy.DropNearEnds();

        using var bound = new CancellationTokenSource(Bound.Wait);
        while ((after = await HolderAsync(server, database)) is 0 || after == before)
        {
            Assert.False(Stopping(console).IsCancellationRequested);
            await Task.Delay(10, bound.Token);
        }

        await console.StopAsync();
    }

    private static CancellationToken Stopping(IHost console) => console.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    private static string Held(PostgresDatabase database) =>
        $"locktype = 'advisory' AND objid = {(int)((long)PostgresLock.Console & 0xFFFFFFFF)} AND database = (SELECT oid FROM pg_database WHERE datname = '{database.Name}')";

    private static async Task HeldByAsync(PostgresServer server, PostgresDatabase database, long expected, bool isGranted = true)
    {
        using var bound = new CancellationTokenSource(Bound.Wait);
        await using var connection = new NpgsqlConnection(server.Administrator("postgres"));
        await connection.OpenAsync(bound.Token);
        await using var count = new NpgsqlCommand($"SELECT COUNT(*) FROM pg_locks WHERE granted = {isGranted} AND {Held(database)}", connection);
        while ((long)(await count.ExecuteScalarAsync(bound.Token))! != expected)
        {
        }
    }

    private static async Task<int> HolderAsync(PostgresServer server, PostgresDatabase database)
    {
        await using var connection = new NpgsqlConnection(server.Administrator("postgres"));
        await connection.OpenAsync();
        await using var holder = new NpgsqlCommand($"SELECT pid FROM pg_locks WHERE granted AND {Held(database)}", connection);
        return (int?)await holder.ExecuteScalarAsync() ?? 0;
    }

    private static IHost Console(PostgresDatabase database) => Console(database.ConnectionString);

    private static IHost Console(string connectionString)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = nameof(DatabaseKind.PostgreSql),
            ["ConnectionStrings:EmailConsole"] = connectionString,
        });
        builder.AddDatabaseHold();
        builder.AddPersistence(path => path);
        builder.Services.AddSingleton(TimeProvider.System);
        return builder.Build();
    }

    /// <summary>A network that takes one end of a connection away and tells the other nothing.</summary>
    private sealed class HalfOpenProxy : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly ConcurrentQueue<TcpClient> _near = new();
        private readonly ConcurrentQueue<TcpClient> _far = new();
        private readonly int _server;
        private readonly Task _accepting;

        public HalfOpenProxy(int server)
        {
            _server = server;
            _listener.Start();
            _accepting = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void DropNearEnds()
        {
            while (_near.TryDequeue(out var client))
            {
                client.Dispose();
            }
        }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var client in _near.Concat(_far))
            {
                client.Dispose();
            }
        }

        private async Task AcceptAsync()
        {
            while (true)
            {
                var near = await _listener.AcceptTcpClientAsync();
                var far = new TcpClient();
                await far.ConnectAsync(IPAddress.Loopback, _server);
                _near.Enqueue(near);
                _far.Enqueue(far);
                _ = CarryAsync(near.GetStream(), far.GetStream());
                _ = CarryAsync(far.GetStream(), near.GetStream());
            }
        }

        private static async Task CarryAsync(NetworkStream from, NetworkStream to) =>
            await from.CopyToAsync(to).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
