using EmailConsole.Cluster;
using EmailConsole.Outbox;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Servers;
using Npgsql;

namespace EmailConsole.Tests.Outbox.Store.Postgres;

/// <summary>Others write at the same time: what is decided is decided on the rows as they are after the wait for them.</summary>
public sealed class PostgresConcurrencyTests : IAsyncLifetime
{
    private const string A = "a@bar.example";
    private const string B = "b@bar.example";

    private PostgresStore? _postgres;

    private PostgresStore Postgres => _postgres!;

    private StoreUnderTest Store => Postgres.Store;

    private Guid Tenant => Postgres.Tenant;

    public async Task InitializeAsync() => _postgres = PostgresServer.Missing is null ? await PostgresStore.OpenAsync() : null;

    public async Task DisposeAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task Record_DeliveredToTheOthersWhileItWaited_IsDeliveredToAll()
    {
        var id = await Store.AcceptAsync(Tenant, A, B);
        var taken = Assert.Single(await Store.TakeAsync(Tenant));
        await Postgres.OtherAsync("BEGIN");
        await Postgres.OtherAsync("UPDATE OutboxMessages SET Version = gen_random_uuid(), State = 2, Attempts = 1 WHERE Id = $1", id);
        await Postgres.OtherAsync("UPDATE OutboxRecipients SET State = CASE Address WHEN $2 THEN 3 ELSE 2 END WHERE MessageId = $1", id, B);
        var record = Store.RecordAsync(taken, Emails.DeliveredBut((B, 550)));
        await Postgres.UntilItWaitsAsync();
        await Postgres.OtherAsync("COMMIT");

        Assert.Equal(EmailState.Delivered, (await record).State);

        Assert.Equal(EmailState.Delivered, await Store.StateAsync(id));
    }

    [PostgresFact]
    public async Task Purge_ResentWhileItWaited_Stays()
    {
        var id = await Store.AcceptAsync(Tenant, A);
        await Store.RecordAsync(Assert.Single(await Store.TakeAsync(Tenant)), Emails.Failed(550));
        Store.Time.Advance(TimeSpan.FromDays(40));
        await Postgres.OtherAsync("BEGIN");
        await Postgres.OtherAsync("UPDATE OutboxMessages SET Version = gen_random_uuid(), State = 0, FinishedAt = NULL WHERE Id = $1", id);
        var purge = Store.Care.PurgeAsync(Guid.Empty, Store.Time.GetUtcNow());
        await Postgres.UntilItWaitsAsync();
        await Postgres.OtherAsync("COMMIT");

        await purge;

        Assert.NotNull(await Store.FindAsync(id));
    }

    [PostgresFact]
    public async Task RemoveTenant_SomebodyIsAcceptingForIt_RemovesThatToo()
    {
        await using var other = await Store.OpenAnotherAsync();
        await Store.AcceptAsync(await Store.AddTenantAsync(), A);
        await Postgres.OtherAsync("BEGIN");
        await Postgres.OtherAsync("UPDATE OutboxCounters SET Count = Count");

        // Nothing of the tenant is there yet; this waits for the counter of everybody
        var accept = Store.AcceptAsync(Tenant, A);
        await Postgres.UntilItWaitsAsync();
        await other.Bed.DeleteTenantAsync(Tenant);
        var remove = other.Bed.Removal.RemoveAsync(Tenant, default);
        await Postgres.UntilItWaitsAsync(2);
        await Postgres.OtherAsync("COMMIT");

        await accept;
        await remove;

        Assert.Null(await Postgres.OtherAsync("SELECT 1 FROM OutboxMessages WHERE TenantId = $1", Tenant));
        Assert.Equal(default, await Store.StoredCountsAsync(Tenant));
    }

    [PostgresFact]
    public async Task Accept_InADeadlock_IsDoneAgain()
    {
        await Store.AcceptAsync(Tenant, A);
        var attempts = 1;
        while (!await StoreIsEndedAsync(IdempotencyKey.Of($"k{attempts}", "emails", "body"u8)))
        {
            // It had waited for longer than a second before the other came, so that the server ended the other
            Assert.InRange(++attempts, 0, 10);
        }

        Assert.Equal(1 + attempts, (await Store.StoredCountsAsync(Tenant)).Queued);

        // Of the two that wait for each other the server ends the one that has waited for a second
        async Task<bool> StoreIsEndedAsync(IdempotencyKey key)
        {
            await Postgres.OtherAsync("BEGIN");
            await Postgres.OtherAsync("UPDATE OutboxCounters SET Count = Count");

            // It has the key and waits for the counters
            var accept = Store.AcceptAsync(Tenant, Guid.CreateVersion7(), key, "answer", A);
            await Postgres.UntilItWaitsAsync();
            var isEnded = await InsertAsync(key);
            await Postgres.OtherAsync("ROLLBACK");
            Assert.IsType<AcceptOutcome.Accepted>(await accept);
            return isEnded;
        }

        async Task<bool> InsertAsync(IdempotencyKey key)
        {
            try
            {
                await Postgres.OtherAsync(
                    "INSERT INTO OutboxKeys (TenantId, KeyHash, BodyHash, Answer, ExpiresAt) VALUES ($1, $2, $2, $2, now())", Tenant, key.KeyHash);
                return true;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
                return false;
            }
        }
    }

    [PostgresFact]
    public async Task Accept_AnotherHoldsItsCountersOfTheSameTenant_DoesNotWaitForIt()
    {
        await using var other = await Store.OpenAnotherAsync();
        await other.AcceptAsync(Tenant, A);
        await Postgres.OtherAsync("BEGIN");
        foreach (var table in (string[])["OutboxCounters", "OutboxSizes", "OutboxTrends"])
        {
            await Postgres.OtherAsync($"SELECT 1 FROM {table} FOR UPDATE");
        }

        await Store.AcceptAsync(Tenant, A);

        await Postgres.OtherAsync("COMMIT");
        Assert.Equal(2, Store.Store.CountsOf(Tenant).Queued);
    }

    [PostgresFact]
    public async Task Fold_WhatNodesThatAreGoneHaveCounted_IsOneRowAndWhatHoldsStays()
    {
        await using var other = await Store.OpenAnotherAsync();
        await Store.AcceptAsync(Tenant, A);
        await Store.AcceptAsync(Tenant, A);
        await other.RecordAsync((await other.TakeAsync(Tenant))[0], Emails.Delivered);
        var node = other.Bed.Get<INode>().Id;
        await Postgres.OtherAsync("INSERT INTO Nodes (NodeId, Name, Version, Protocol) VALUES ($1, 'other', '1', 1)", node);

        await Store.Care.FoldAsync(default);

        Assert.Equal(
            Guid.Empty, await Postgres.OtherAsync("SELECT NodeId FROM OutboxCounters WHERE TenantId = $1 AND State = 0 AND NodeId <> $2", Tenant, node));
        Assert.Equal(2L, await Postgres.OtherAsync("SELECT Count FROM OutboxCounters WHERE TenantId = $1 AND State = 0 AND NodeId = $2", Tenant, Guid.Empty));
        Assert.Equal(-1L, await Postgres.OtherAsync("SELECT Count FROM OutboxCounters WHERE TenantId = $1 AND State = 0 AND NodeId = $2", Tenant, node));
        await Store.CheckCountedAsync(Tenant);
        await Postgres.OtherAsync("DELETE FROM Nodes");
        await Task.WhenAll(Store.Care.FoldAsync(default), other.Care.FoldAsync(default), Store.AcceptAsync(Tenant, A), other.AcceptAsync(Tenant, A));
        await other.Care.FoldAsync(default);
        Assert.Equal(new EmailCounts(3, 0, 1, 0, 0, 0), await Store.StoredCountsAsync(Tenant));
        Assert.Equal(0L, await Postgres.OtherAsync("SELECT count(*) FROM OutboxCounters WHERE NodeId <> $1", Guid.Empty));
        await Store.CheckCountedAsync(Tenant);
    }

    [PostgresFact]
    public async Task Writes_OfTwoThatChangeTheSame_NeverWaitInACircle()
    {
        await using var other = await Store.OpenAnotherAsync();
        Guid[] tenants = [Tenant, await Store.AddTenantAsync(), await Store.AddTenantAsync()];
        await Task.WhenAll(Enumerable.Range(0, 2).SelectMany(_ => new[] { Store, other }).SelectMany((store, i) => Enumerable.Range(0, 12).Select(n => Task.Run(async () =>
        {
            var random = new Random((100 * i) + n);
            for (var turn = 0; turn < 12; turn++)
            {
                var tenant = tenants[random.Next(tenants.Length)];
                var key = IdempotencyKey.Of($"{random.Next(30)}", "emails", "body"u8);
                await store.AcceptAsync(tenant, Guid.CreateVersion7(), key, "answer", A);
                var taken = (await store.TakeAsync(tenant)).OrderBy(_ => random.Next()).Take(3).ToList();
                await store.Store.RecordAsync([.. taken.Select(email => new DeliveryReport(
                    email, random.Next(2) == 0 ? Emails.Delivered : Emails.Failed(451), store.Time.GetUtcNow(), TimeSpan.Zero))]);
                await store.Store.CancelAsync(tenant, [.. taken.Select(email => email.Id).Reverse()]);
            }
        }))));

        foreach (var tenant in tenants)
        {
            await Store.CheckCountedAsync(tenant);
        }

        Assert.Equal(0L, await Postgres.OtherAsync("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
    }
}
