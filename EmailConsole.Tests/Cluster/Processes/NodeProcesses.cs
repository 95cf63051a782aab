using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using EmailConsole.Cluster;
using EmailConsole.Hosting.Silo;
using EmailConsole.Persistence;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Hosting.Kills;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace EmailConsole.Tests.Cluster.Processes;

/// <summary>One node as a process of its own, whose ways to the database and to the other nodes can be cut.</summary>
internal sealed class NodeProcess(string name, KilledConsole console, ScriptedProxy database, ScriptedProxy silo)
{
    /// <summary>By which the receiver knows it.</summary>
    public string Name => name;

    public KilledConsole Console => console;

    public ScriptedProxy Database => database;

    /// <summary>By which the others call it.</summary>
    public ScriptedProxy Silo => silo;

    public bool IsRunning { get; set; }
}

/// <summary>Three nodes on a PostgreSQL of their own, for the tests of a class one after the other.</summary>
public sealed class NodeProcesses : IAsyncLifetime
{
    /// <summary>Of the one provider, for all nodes together.</summary>
    public const int MaxConnections = 3;

    /// <summary>What was with the server, and what was answered and not recorded yet (<c>Outbox:UnrecordedResults</c>).</summary>
    public const int MayRepeat = MaxConnections + 32;

    private const int Count = 3;

    private static readonly TimeSpan ToStart = Bound.Wait * 2;

    private readonly TemporaryFolder _keys = new();
    private readonly List<NodeProcess> _nodes = [];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private PostgresDatabase _database = null!;

    internal PostgresServer Server { get; private set; } = null!;

    internal NodeReceiver Receiver { get; } = new();

    internal IReadOnlyList<NodeProcess> Nodes => _nodes;

    internal string Key { get; private set; } = "";

    /// <summary>Who sent last.</summary>
    internal NodeProcess Owner => _nodes.Single(n => n.Name == Receiver.Begun.Last().Node);

    public async Task InitializeAsync()
    {
        if (PostgresServer.Missing is not null)
        {
            return;
        }

        Server = await PostgresServer.StartAsync();
        _database = await Server.CreateDatabaseAsync(isEmpty: true);
        var ports = FreePorts.Take(Count);
        for (var i = 0; i < Count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"node{i + 1}.example");
            var proxy = new ScriptedProxy(Server.Port);
            var silo = new ScriptedProxy(ports[i], WhoConnects);
            var location = new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Port = proxy.Port };
            _nodes.Add(new NodeProcess(
                name,
                new KilledConsole(
                    Receiver.Port,
                    "--Database:Provider=PostgreSql",
                    $"--ConnectionStrings:EmailConsole={location.ConnectionString}",
                    "--Database:MaxPoolSize=10",
                    "--Cluster:Enabled=true",
                    $"--Cluster:Name={name}",
                    "--Cluster:Address=127.0.0.1",
                    string.Create(CultureInfo.InvariantCulture, $"--Cluster:Port={silo.Port}"),
                    string.Create(CultureInfo.InvariantCulture, $"--Orleans:Endpoints:SiloListeningEndpoint=127.0.0.1:{ports[i]}"),
                    "--Cluster:PrivateNetwork=true",
                    $"--KeyRing:Path={_keys.Path}",
                    $"--Delivery:EhloName={name}",
                    string.Create(CultureInfo.InvariantCulture, $"--Delivery:MaxConnections={MaxConnections}")),
                proxy,
                silo));
        }

        await AllReadyAsync();
        Key = await _nodes[0].Console.CreateKeyAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.Console.DisposeAsync();
            await node.Database.DisposeAsync();
            await node.Silo.DisposeAsync();
        }

        await Receiver.DisposeAsync();
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        _http.Dispose();
        _keys.Dispose();
    }

    /// <summary>Starts those that are not there, or ask for it by their exit code, and ends when all are, and know of each other.</summary>
    internal Task AllReadyAsync() => UntilAsync(async () =>
    {
        StartMissing();
        var ready = await Task.WhenAll(_nodes.Select(ReadyAsync));
        return ready.All(status => status == HttpStatusCode.OK) && await CountAsync("SELECT count(*) FROM Nodes") == Count;
    });

    /// <summary>From here on that node and the others do not hear of each other, as if packets between them were lost; all reach the database.</summary>
    internal void CutOff(NodeProcess node)
    {
        node.Silo.Cut();
        foreach (var other in _nodes.Where(n => n != node))
        {
            other.Silo.Cut(node.Name);
        }
    }

    /// <summary>All ways are whole again.</summary>
    internal void Mend()
    {
        foreach (var node in _nodes)
        {
            node.Database.Mend();
            node.Silo.Mend();
        }
    }

    /// <summary>
    /// Starts those that ask for it, and ends when all nodes call each other: a silo that was killed a moment ago may still count for one, and the node
    /// that came after it not yet.
    /// </summary>
    internal Task AllTogetherAsync() => UntilAsync(async () =>
    {
        StartMissing();
        var states = await Task.WhenAll(_nodes.Select(StatusAsync));
        return states.All(state => state == SiloStatus.Active);
    });

    /// <returns>What the others know of it since its last start; null: nothing.</returns>
    internal async Task<SiloStatus?> StatusAsync(NodeProcess node)
    {
        var (port, since) = (node.Silo.Port, node.Console.StartedAt);
        await using var db = OpenDb();
        return (SiloStatus?)await db.Database.SqlQuery<int?>(
            $"SELECT Status AS \"Value\" FROM OrleansMembershipTable WHERE Port = {port} AND StartTime >= {since}").SingleOrDefaultAsync();
    }

    /// <summary>Hands a message in at one node.</summary>
    /// <returns>How long until the receiver has it.</returns>
    internal async Task<TimeSpan> SendAsync(NodeProcess node)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Console.Url, "t/carbon.super/api/v1/emails"))
        {
            Content = JsonContent.Create(new { to = new[] { "someone@example.test" }, subject = "A code", text = "Your code." }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        var start = TimeProvider.System.GetTimestamp();
        using var response = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var id = (await response.ReadJsonAsync()).GetProperty("id").GetGuid().ToString("N");
        bool IsIt(NodeMail mail) => mail.MessageId.StartsWith(id, StringComparison.Ordinal);
        await UntilAsync(() => Receiver.Taken.Any(IsIt));
        return TimeProvider.System.GetElapsedTime(start, Receiver.Taken.First(IsIt).At);
    }

    /// <summary>Callers of all nodes; what was counted before is forgotten.</summary>
    internal KillLoad Load()
    {
        Receiver.Forget();
        return new HttpKillLoad([.. _nodes.Select(n => n.Console.Url)], Key, () => Receiver.Taken.Count);
    }

    /// <returns>What its health check answers; null: nothing.</returns>
    internal async Task<HttpStatusCode?> ReadyAsync(NodeProcess node)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(node.Console.Url, "health/ready"));
            return answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Ends when each node says that it does not hear another one.</summary>
    internal Task AllAloneAsync() => UntilAsync(async () =>
    {
        var words = await Task.WhenAll(_nodes.Select(n => _http.GetStringAsync(new Uri(n.Console.Url, "health/ready"))));
        return words.All(word => word == nameof(HealthStatus.Degraded));
    });

    /// <summary>Adds a <see cref="LocalEndpoint"/>.</summary>
    internal async Task<Guid> AddEndpointAsync(int port)
    {
        var endpoint = LocalEndpoint.At(port, _keys.Path);
        await using var db = OpenDb();
        db.Add(endpoint);
        await db.SaveChangesAsync();
        return endpoint.Id;
    }

    /// <summary>Asks the server itself.</summary>
    internal PostgresDb OpenDb() =>
        new(new DbContextOptionsBuilder<EmailConsoleDb>().UseNpgsql(_database.ConnectionString + ";Pooling=False").Options);

    /// <summary>Whose work it is.</summary>
    internal async Task<NodeProcess> OwnerOfAsync(Guid role)
    {
        await using var db = OpenDb();
        var name = await db.Database.SqlQuery<string>(
            $"SELECT n.Name AS \"Value\" FROM Owners o JOIN Nodes n ON n.NodeId = o.NodeId WHERE o.Kind = {(int)OwnedKind.Role} AND o.Key = {role}").SingleAsync();
        return _nodes.Single(n => n.Name == name);
    }

    /// <summary>The first row's number, asked of the server itself.</summary>
    internal async Task<long> CountAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private void StartMissing()
    {
        foreach (var node in _nodes.Where(n => !n.IsRunning || n.Console.ExitCode == SiloFaults.StartAgain))
        {
            node.Console.Begin();
            node.IsRunning = true;
        }
    }

    private string WhoConnects(IPEndPoint from) =>
        _nodes.Find(n => SocketOwner.Has(n.Console.ProcessId, from.Port))?.Name ?? "nobody";

    internal static Task UntilAsync(Func<bool> isSo) => Bound.UntilAsync(isSo, most: ToStart);

    internal static Task UntilAsync(Func<Task<bool>> isSo) => Bound.UntilAsync(isSo, most: ToStart);
}
