using EmailConsole.Cluster;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Retention;
using EmailConsole.Outbox.Store;
using EmailConsole.Outbox.Store.Sql;
using EmailConsole.Outbox.Trends;
using EmailConsole.Persistence;
using EmailConsole.Persistence.Sqlite;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox.Store.Sqlite;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Outbox;

/// <summary>The room on a key ring of its own, and on a SQLite file where the settings name no other database.</summary>
internal sealed partial class OutboxBed : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder? _own;
    private readonly IHost _host;

    private OutboxBed(IHost host, string folder, FakeTimeProvider time, RecordingLanes lanes, RecordedLog log, TemporaryFolder? own)
    {
        (_host, Folder, Time, Lanes, Log, _own) = (host, folder, time, lanes, log, own);
    }

    public string Folder { get; }

    public FakeTimeProvider Time { get; }

    public RecordingLanes Lanes { get; }

    public RecordedLog Log { get; }

    public Guid Foo { get; } = new("0199f000-0000-7000-8000-00000000f000");

    public Guid Bar { get; } = new("0199f000-0000-7000-8000-00000000ba00");

    public string DatabaseFile => Path.Combine(Folder, "data", "emailconsole.db");

    /// <summary>The database and what SQLite keeps beside it; the lock, which nobody else can read, is empty.</summary>
    public IEnumerable<string> DatabaseFiles =>
        Directory.GetFiles(Path.GetDirectoryName(DatabaseFile)!).Where(f => !f.EndsWith(DatabaseLock.Suffix, StringComparison.Ordinal));

    public IOutboxStore Outbox => _host.Services.GetRequiredService<IOutboxStore>();

    public AcceptEmails Accept => _host.Services.GetRequiredService<AcceptEmails>();

    public ChangeEmails Change => _host.Services.GetRequiredService<ChangeEmails>();

    public OutboxWriter Writer => _host.Services.GetRequiredService<OutboxWriter>();

    public EmailHistory History => _host.Services.GetRequiredService<EmailHistory>();

    public DeliveryTrends Trends => _host.Services.GetRequiredService<DeliveryTrends>();

    public OutboxCare Care => _host.Services.GetRequiredService<OutboxCare>();

    public TenantEmails Removal => _host.Services.GetServices<ITenantData>().OfType<TenantEmails>().Single();

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public static async Task<OutboxBed> OpenAsync(
        Action<OutboxOptions>? configure = null,
        string? folder = null,
        FakeTimeProvider? time = null,
        string keys = "keys",
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<IServiceCollection>? add = null)
    {
        var own = folder is null ? new TemporaryFolder() : null;
        folder ??= own!.Path;
        time ??= new FakeTimeProvider(Start);
        var lanes = new RecordingLanes();
        var log = new RecordedLog();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(log);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton<IOutboxLanes>(lanes);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.AddPersistence(path => Path.Combine(folder, path));
        builder.AddCluster();
        builder.AddOutbox();
        builder.Services.AddDataProtection().PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(folder, keys)));
        builder.Services.Configure<OutboxOptions>(options => configure?.Invoke(options));
        add?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        var bed = new OutboxBed(host, folder, time, lanes, log, own);
        await bed.AddTenantsAsync();
        return bed;
    }

    /// <summary>The same database and keys as another process would find them after this one was killed at this moment.</summary>
    public async Task<OutboxBed> OpenAfterKillAsync()
    {
        var copy = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith("-shm", StringComparison.Ordinal) && !f.EndsWith(DatabaseLock.Suffix, StringComparison.Ordinal)))
        {
            var target = Path.Combine(copy.Path, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return await OpenAsync(folder: copy.Path, time: Time);
    }

    public async Task<Guid> AcceptAsync(NewEmail email, Guid? tenantId = null)
    {
        var outcome = await Accept.AcceptAsync(tenantId ?? Foo, [email], null, (_, _) => ReadOnlyMemory<byte>.Empty);
        return Assert.IsType<AcceptOutcome.Accepted>(outcome).Ids.Single()!.Value;
    }

    public Task<IReadOnlyList<WaitingEmail>> TakeAsync(int max = 100, Guid? tenantId = null) =>
        Outbox.TakeDueAsync(tenantId ?? Foo, null, max, Time.GetUtcNow(), [], [], CancellationToken.None);

    public async Task<WaitingEmail> TakeOneAsync(Guid id) => (await TakeAsync()).Single(e => e.Id == id);

    public async Task<RecordedEmail> RecordAsync(WaitingEmail email, EmailConsole.Delivery.DeliveryOutcome outcome) =>
        (await Outbox.RecordAsync([new DeliveryReport(email, outcome, Time.GetUtcNow(), TimeSpan.FromMilliseconds(12))])).Single();

    public async Task<RecordedEmail> RecordAsync(WaitingEmail email, EmailConsole.Delivery.DeliveryOutcome outcome, Guid providerOwner) =>
        (await Outbox.RecordAsync(
            [new DeliveryReport(email, outcome, Time.GetUtcNow(), TimeSpan.FromMilliseconds(12)) { ProviderOwner = providerOwner }])).Single();

    /// <summary>Runs a statement on the writer's connection.</summary>
    public Task<int> WriteAsync(string sql) => Writer.WriteAsync(new SqlWrite(sql));

    /// <summary>Does it within the writer's transaction.</summary>
    public Task<TResult> WriteAsync<TResult>(Func<OutboxSession, TResult> write) =>
        Writer.WriteAsync(new ScriptedWrite<TResult>(write));

    public async Task<OutboxMessage?> FindAsync(Guid id)
    {
        await using var db = await DbAsync();
        return await db.Set<OutboxMessage>().AsNoTracking().Include(m => m.Recipients).Include(m => m.AttemptHistory)
            .SingleOrDefaultAsync(m => m.Id == id);
    }

    public async Task<bool> HasContentAsync(Guid id)
    {
        await using var db = await DbAsync();
        return await db.Set<OutboxContent>().AnyAsync(c => c.MessageId == id);
    }

    public Task<EmailConsoleDb> DbAsync() => _host.Services.GetRequiredService<IDbContextFactory<EmailConsoleDb>>().CreateDbContextAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await using (var db = await DbAsync())
        {
            if (db.Database.GetDbConnection() is SqliteConnection connection)
            {
                SqliteConnection.ClearPool(connection);
            }
        }

        _host.Dispose();
        _own?.Dispose();
        Log.Dispose();
    }
}
