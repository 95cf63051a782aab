using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Store;
using EmailConsole.Outbox.Store.Sql;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Outbox.Store;

/// <summary>A store of its own process, perhaps beside another one on the same database.</summary>
internal sealed class StoreUnderTest(OutboxBed bed, IReadOnlyDictionary<string, string?> settings) : IAsyncDisposable
{
    public OutboxBed Bed => bed;

    public IOutboxStore Store => bed.Outbox;

    public IOutboxCare Care => bed.Get<IOutboxCare>();

    public IOutboxHistory History => bed.Get<IOutboxHistory>();

    public FakeTimeProvider Time => bed.Time;

    /// <param name="settings">Name the database.</param>
    /// <param name="add">Other services than it has by itself.</param>
    public static async Task<StoreUnderTest> OpenAsync(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? add = null) => new(
        await OutboxBed.OpenAsync(
            settings: settings,
            add: services =>
            {
                Alone(services).Insert(0, ServiceDescriptor.Singleton<IHostedService, DatabaseStartup>());
                add?.Invoke(services);
            }),
        settings);

    /// <summary>Another process on the same database, which knows nothing of what this one has in memory. Two consoles may not have one file of SQLite's; these do.</summary>
    public async Task<StoreUnderTest> OpenAnotherAsync() => new(
        await OutboxBed.OpenAsync(folder: bed.Folder, time: bed.Time, settings: settings, add: services => Alone(services)), settings);

    /// <summary>A tenant without messages.</summary>
    public async Task<Guid> AddTenantAsync()
    {
        await using var db = await bed.DbAsync();
        var tenant = new Tenant { Id = Guid.CreateVersion7(), Domain = $"{Guid.NewGuid():N}.example", CreatedAt = OutboxBed.Start };
        db.Add(tenant);
        await db.SaveChangesAsync();
        return tenant.Id;
    }

    /// <summary>What the database has counted.</summary>
    public async Task<EmailCounts> StoredCountsAsync(Guid tenantId)
    {
        await using var db = await bed.DbAsync();
        return (await db.Set<OutboxCounter>().Where(c => c.TenantId == tenantId).ToListAsync()).Aggregate(default(EmailCounts), (sum, c) => sum.With(c.State, c.Count));
    }

    /// <summary>Fails where what is counted, of the tenant and of everybody, is not what is there.</summary>
    public async Task CheckCountedAsync(Guid tenantId)
    {
        await using var db = await bed.DbAsync();
        var counted = await db.Set<OutboxCounter>().Where(c => c.Count != 0).ToListAsync();
        var ofAll = counted.Where(c => c.TenantId != OutboxTally.Everybody).GroupBy(c => c.State, c => c.Count).Select(g => (g.Key, g.Sum()));
        var ofEverybody = counted.Where(c => c.TenantId == OutboxTally.Everybody).GroupBy(c => c.State, c => c.Count).Select(g => (g.Key, g.Sum()));
        Assert.Equal(ofAll.Where(c => c.Item2 != 0).Order(), ofEverybody.Where(c => c.Item2 != 0).Order());

        var sizes = await db.Set<OutboxSize>().Where(s => s.TenantId == tenantId).ToListAsync();
        var waiting = await db.Set<OutboxMessage>().Where(m => m.TenantId == tenantId && m.DueAt != null).SumAsync(m => m.Size);
        var answers = await db.Set<OutboxKey>().Where(k => k.TenantId == tenantId).Select(k => k.Answer).ToListAsync();
        Assert.Equal((waiting, answers.Sum(a => OutboxKey.Cost(a.Length))), (sizes.Sum(s => s.WaitingBytes), sizes.Sum(s => s.KeyBytes)));
    }

    public ValueTask DisposeAsync() => bed.DisposeAsync();

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

    public Task<IReadOnlyList<WaitingEmail>> TakeAsync(Guid tenantId) => Store.TakeDueAsync(tenantId, null, 100, Time.GetUtcNow(), [], [], default);

    public async Task<RecordedEmail> RecordAsync(WaitingEmail email, DeliveryOutcome outcome) =>
        (await Store.RecordAsync([new DeliveryReport(email, outcome, Time.GetUtcNow(), TimeSpan.FromMilliseconds(5))])).Single();

    public async Task<EmailSummary?> FindAsync(Guid id) =>
        (await History.ReadAsync([id], new HistoryMoment(Time.GetUtcNow(), new HashSet<Guid>()), default)).SingleOrDefault();

    public async Task<EmailState?> StateAsync(Guid id) => (await FindAsync(id))?.State;

    // Nothing expires or goes by itself
    private static IServiceCollection Alone(IServiceCollection services) =>
        services.RemoveAll<IHostedService>().AddHostedService(s => s.GetRequiredService<OutboxWriter>());
}
