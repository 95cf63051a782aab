using EmailConsole.Cluster.Postgres;
using EmailConsole.Tests.Outbox.Store.Postgres;
using EmailConsole.Tests.Persistence;

namespace EmailConsole.Tests.Cluster.Postgres;

public sealed class PostgresCareTests
{
    [PostgresFact]
    public async Task Run_OldEventsAndNodes_GoAndYoungOnesStay()
    {
        await using var postgres = await PostgresStore.OpenAsync();
        await postgres.OtherAsync("DELETE FROM ClusterEvents");
        await postgres.OtherAsync(
            "INSERT INTO ClusterEvents (Version, Kind, Key, At) SELECT 100 + n, 'tenant', gen_random_uuid(), now() - n * interval '40 minutes' FROM generate_series(1, 2) n");
        await postgres.OtherAsync(
            "INSERT INTO NodesGone (NodeId, Name, Version, StartedAt, GoneAt, Why) SELECT gen_random_uuid(), 'n', '1', now(), now() - n * interval '20 hours', '' FROM generate_series(1, 2) n");

        await postgres.Store.Bed.Get<PostgresCare>().RunAsync(default);

        Assert.Equal(101L, await postgres.OtherAsync("SELECT Version FROM ClusterEvents"));
        Assert.Equal(1L, await postgres.OtherAsync("SELECT count(*) FROM ClusterEvents"));
        Assert.Equal(1L, await postgres.OtherAsync("SELECT count(*) FROM NodesGone"));
    }
}
