using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Outbox.Store;

/// <summary>A store of its own process, perhaps beside another one on the same database.</summary>
internal abstract class StoreUnderTest : IAsyncDisposable
{
    public abstract IOutboxStore Store { get; }

    public abstract IOutboxCare Care { get; }

    public abstract IOutboxHistory History { get; }

    public abstract FakeTimeProvider Time { get; }

    /// <summary>Another process on the same database, which knows nothing of what this one has in memory.</summary>
    public abstract Task<StoreUnderTest> OpenAnotherAsync();

    /// <summary>A tenant without messages.</summary>
    public abstract Task<Guid> AddTenantAsync();

    /// <summary>What the database has counted.</summary>
    public abstract Task<EmailCounts> StoredCountsAsync(Guid tenantId);

    /// <summary>Fails where what is counted, of the tenant and of everybody, is not what is there.</summary>
    public abstract Task CheckCountedAsync(Guid tenantId);

    public abstract ValueTask DisposeAsync();

    public async Task<Guid> AcceptAsync(Guid tenantId, params string[] to)
    {
        var id = Guid.CreateVersion7(Time.GetUtcNow());
        Assert.IsType<AcceptOutcome.Accepted>(await AcceptAsync(tenantId, id, null, "answer", to));
        return id;
    }

    public Task<AcceptOutcome> AcceptAsync(Guid tenantId, Guid id, IdempotencyKey? key, string answer, params string[] to)
    {
        var now = Time.GetUtcNow();
        var email = Emails.New(to);
        var waiting = new WaitingEmail(
            id, tenantId, email.Priority, now, now, now.AddHours(24), 0, $"{id:N}@foo.example", email.Size, [.. email.Recipients.Select(r => r.Address)]);
        return Store.AcceptAsync(
            new EmailBatch(tenantId, [new EmailToWrite(email, new ReadyEmail(waiting, email.Content, null), [1])], key, new AcceptOutcome.Accepted([id], Encoding.UTF8.GetBytes(answer))),
            () => { });
    }

    public Task<IReadOnlyList<WaitingEmail>> TakeAsync(Guid tenantId) => Store.TakeDueAsync(tenantId, null, 100, Time.GetUtcNow(), [], default);

    public async Task<RecordedEmail> RecordAsync(WaitingEmail email, DeliveryOutcome outcome) =>
        (await Store.RecordAsync([new DeliveryReport(email, outcome, Time.GetUtcNow(), TimeSpan.FromMilliseconds(5))])).Single();

    public async Task<EmailSummary?> FindAsync(Guid id) =>
        (await History.ReadAsync([id], new HistoryMoment(Time.GetUtcNow(), new HashSet<Guid>()), default)).SingleOrDefault();

    public async Task<EmailState?> StateAsync(Guid id) => (await FindAsync(id))?.State;
}
