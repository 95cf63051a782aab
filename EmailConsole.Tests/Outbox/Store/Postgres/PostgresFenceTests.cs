using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Outbox.Store.Postgres;

/// <summary>What a node tells that has been taken for dead decides nothing; who got a message is recorded all the same.</summary>
public sealed class PostgresFenceTests : IAsyncLifetime
{
    private const string A = "a@bar.example";
    private const string B = "b@bar.example";

    private readonly Guid _node = Guid.NewGuid();
    private PostgresStore? _postgres;

    private PostgresStore Postgres => _postgres!;

    private StoreUnderTest Store => Postgres.Store;

    public async Task InitializeAsync()
    {
        if (PostgresServer.Missing is null)
        {
            _postgres = await PostgresStore.OpenAsync();
            await Postgres.OtherAsync("INSERT INTO Nodes (NodeId, Name, Version, Protocol) VALUES ($1, 'node', '1', 1)", _node);
        }
    }

    public async Task DisposeAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task Record_NodeIsAlive_Decides()
    {
        var id = await Store.AcceptAsync(Postgres.Tenant, A);

        await RecordAsync(Emails.Failed(550));

        Assert.Equal(EmailState.Failed, await Store.StateAsync(id));
    }

    [PostgresFact]
    public async Task Record_NodeWasTakenForDead_RecordsOnlyWhoGotIt()
    {
        var failed = await Store.AcceptAsync(Postgres.Tenant, A);
        var taken = await Store.TakeAsync(Postgres.Tenant);
        await BuryAsync();

        var refused = await RecordAsync(Emails.Failed(550), taken);

        Assert.Equal(EmailState.Queued, refused.State);
        Assert.Equal(EmailState.Queued, await Store.StateAsync(failed));
        Assert.Equal(0, (await Store.FindAsync(failed))!.Attempts);

        var some = await RecordAsync(Emails.DeliveredBut((B, 550)), taken);

        Assert.Equal(EmailState.Delivered, some.State);
        Assert.Equal(EmailState.Delivered, await Store.StateAsync(failed));
        await Store.CheckCountedAsync(Postgres.Tenant);
    }

    /// <summary>Whoever takes a node for dead while it records waits for that: the next owner reads what was recorded.</summary>
    [PostgresFact]
    public async Task Record_BuriedMeanwhile_WaitsForTheBurial()
    {
        var id = await Store.AcceptAsync(Postgres.Tenant, A);
        var taken = await Store.TakeAsync(Postgres.Tenant);
        await Postgres.OtherAsync("BEGIN");
        await BuryAsync();

        var record = RecordAsync(Emails.Failed(550), taken);
        await Postgres.UntilItWaitsAsync();
        await Postgres.OtherAsync("COMMIT");

        Assert.Equal(EmailState.Queued, (await record).State);
        Assert.Equal(EmailState.Queued, await Store.StateAsync(id));
    }

    private Task<object?> BuryAsync() => Postgres.OtherAsync("DELETE FROM Nodes WHERE NodeId = $1", _node);

    private async Task<RecordedEmail> RecordAsync(DeliveryOutcome outcome, IReadOnlyList<WaitingEmail>? taken = null)
    {
        var email = Assert.Single(taken ?? await Store.TakeAsync(Postgres.Tenant));
        return (await Store.Store.RecordAsync([new DeliveryReport(email, outcome, Store.Time.GetUtcNow(), TimeSpan.Zero) { Node = _node }])).Single();
    }
}
