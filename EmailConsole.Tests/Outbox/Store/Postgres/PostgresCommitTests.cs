using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store.Postgres;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Outbox.Store.Postgres;

/// <summary>What was answered is written, and what could not be written is said so, whatever becomes of the server meanwhile.</summary>
public sealed class PostgresCommitTests
{
    private const string A = "a@bar.example";

    [PostgresFact]
    public async Task Accept_AnswerOfTheCommitIsLost_IsAcceptedOnce()
    {
        await using var proxy = new CuttingProxy((await PostgresServer.SharedAsync()).Port);
        await using var postgres = await PostgresStore.OpenAsync(port: proxy.Port);
        var (store, tenant) = (postgres.Store, postgres.Tenant);
        await store.AcceptAsync(tenant, A);

        proxy.Next = Cut.AfterCommit;
        await store.AcceptAsync(tenant, A);

        Assert.Equal(Cut.Never, proxy.Next);
        Assert.Equal((2, 2), ((await store.StoredCountsAsync(tenant)).Queued, store.Store.CountsOf(tenant).Queued));
        await store.AcceptAsync(tenant, A);
        await store.CheckCountedAsync(tenant);
    }

    [PostgresFact]
    public async Task Accept_CommitDoesNotReachTheServer_IsUnavailableAndWritesNothing()
    {
        await using var proxy = new CuttingProxy((await PostgresServer.SharedAsync()).Port);
        await using var postgres = await PostgresStore.OpenAsync(port: proxy.Port);
        var (store, tenant) = (postgres.Store, postgres.Tenant);
        await store.AcceptAsync(tenant, A);

        proxy.Next = Cut.BeforeCommit;
        await Assert.ThrowsAsync<OutboxUnavailableException>(() => store.AcceptAsync(tenant, A));

        Assert.Equal(1, (await store.StoredCountsAsync(tenant)).Queued);
        await store.AcceptAsync(tenant, A);
        Assert.Equal(2, (await store.StoredCountsAsync(tenant)).Queued);
    }

    [PostgresFact]
    public async Task Accept_ServerRestarts_IsUnavailableMeanwhileAndGoesOnByItself()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var postgres = await PostgresStore.OpenAsync(server);
        var (store, tenant) = (postgres.Store, postgres.Tenant);
        await store.AcceptAsync(tenant, A);

        await server.StopAsync();
        await Assert.ThrowsAsync<OutboxUnavailableException>(() => store.AcceptAsync(tenant, A));
        await Assert.ThrowsAsync<OutboxUnavailableException>(() => store.Care.ProbeAsync());
        Assert.Throws<OutboxUnavailableException>(() => store.Store.CountsOf(Guid.CreateVersion7()));

        await server.ContinueAsync();
        await store.Care.ProbeAsync();
        await store.AcceptAsync(tenant, A);
        Assert.Equal((2, 2), ((await store.StoredCountsAsync(tenant)).Queued, store.Store.CountsOf(tenant).Queued));

        // While nobody writes: nobody is told
        await server.StopAsync();
        await server.ContinueAsync();
        await store.AcceptAsync(tenant, A);
    }

    [PostgresFact]
    public async Task Accept_DatabaseIsReadOnly_IsUnavailableUntilItIsNot()
    {
        var server = await PostgresServer.SharedAsync();
        await using var postgres = await PostgresStore.OpenAsync();
        var (store, tenant) = (postgres.Store, postgres.Tenant);
        var disconnect = $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{postgres.Database}'";
        await server.ExecuteAsync($"ALTER DATABASE {postgres.Database} SET default_transaction_read_only = on");
        await server.ExecuteAsync(disconnect);

        await Assert.ThrowsAsync<OutboxUnavailableException>(() => store.AcceptAsync(tenant, A));

        await server.ExecuteAsync($"ALTER DATABASE {postgres.Database} RESET default_transaction_read_only");
        await store.AcceptAsync(tenant, A);
    }

    [PostgresFact]
    public async Task Commit_ServersDefaultIsUnsafe_IsOnTheDiskAllTheSame()
    {
        await using var postgres = await PostgresStore.OpenAsync();
        Assert.Equal("off", await postgres.OtherAsync("SHOW synchronous_commit"));

        Assert.Equal("on", await postgres.Store.Bed.WriteAsync(session =>
        {
            using var row = session["SHOW synchronous_commit"].Read();
            row.Read();
            return row.Text(0);
        }));
    }

    [PostgresFact]
    public async Task Accept_SynchronousStandbyDoesNotConfirm_IsUnavailable()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var postgres = await PostgresStore.OpenAsync(server, commandTimeout: "00:00:01");
        var (store, tenant) = (postgres.Store, postgres.Tenant);
        await store.AcceptAsync(tenant, A);
        await server.ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        await server.ExecuteAsync("SELECT pg_reload_conf()");
        await Bound.UntilAsync(async () => "nobody".Equals(await postgres.OtherAsync("SHOW synchronous_standby_names")));

        // The server says that it is committed, with a warning, when it is asked to wait no longer
        await Assert.ThrowsAsync<OutboxUnavailableException>(() => store.AcceptAsync(tenant, A));

        await server.ExecuteAsync("ALTER SYSTEM RESET synchronous_standby_names");
        await server.ExecuteAsync("SELECT pg_reload_conf()");
        await Bound.UntilAsync(async () => "".Equals(await postgres.OtherAsync("SHOW synchronous_standby_names")));
        await store.AcceptAsync(tenant, A);
    }

    [PostgresFact]
    public async Task IsCommitted_TransactionOfAnotherServersHistory_SaysThatNobodyKnows()
    {
        await using var postgres = await PostgresStore.OpenAsync();
        var connection = (await PostgresServer.SharedAsync()).Administrator(postgres.Database);

        Assert.Throws<TimeoutException>(() => PostgresWriter.IsCommitted(connection, ("100", "0000FFFF"), new IOException()));
    }

    [PostgresFact]
    public async Task IsCommitted_TransactionThatTheServerHasNotComeTo_IsNot()
    {
        await using var postgres = await PostgresStore.OpenAsync();
        var connection = (await PostgresServer.SharedAsync()).Administrator(postgres.Database);
        var timeline = (string)(await postgres.OtherAsync("SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)"))!;

        Assert.False(PostgresWriter.IsCommitted(connection, ("4000000000", timeline), new IOException()));
    }

    [PostgresFact]
    public async Task Record_WordsThatPostgresCannotKeep_AreRecordedReadably()
    {
        await using var postgres = await PostgresStore.OpenAsync();
        var (store, tenant) = (postgres.Store, postgres.Tenant);
        var id = await store.AcceptAsync(tenant, A);
        var failure = Emails.Failure(550) with { ServerText = "550 a\0b \ud83d" };

        await store.RecordAsync(Assert.Single(await store.TakeAsync(tenant)), new DeliveryOutcome.Failed(failure));

        Assert.Equal("550 a\ufffdb \ufffd", (await store.FindAsync(id))!.LastReply);
    }

    [PostgresFact]
    public async Task Accept_OneOfTheGroupIsBroken_TheOthersAreWritten()
    {
        await using var postgres = await PostgresStore.OpenAsync();
        var (store, tenant) = (postgres.Store, postgres.Tenant);
        var id = await store.AcceptAsync(tenant, A);
        await postgres.OtherAsync("BEGIN");
        await postgres.OtherAsync("UPDATE OutboxCounters SET Count = Count");
        var first = store.AcceptAsync(tenant, A);
        await postgres.UntilItWaitsAsync();

        // They gather behind the first one
        var twice = store.AcceptAsync(tenant, id, null, "answer", A);
        var good = Enumerable.Range(0, 5).Select(_ => store.AcceptAsync(tenant, A)).ToList();
        await postgres.OtherAsync("COMMIT");

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => twice);
        await Task.WhenAll(good.Append(first));
        Assert.Equal(7, (await store.StoredCountsAsync(tenant)).Queued);
    }
}
