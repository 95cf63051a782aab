using EmailConsole.Cluster;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Trends;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EmailConsole.Benchmarks.OutboxStoreMode;

/// <summary>The outbox alone, on a database and a key ring in a folder.</summary>
internal sealed class StoreBed : IAsyncDisposable
{
    private readonly IHost _host;

    private StoreBed(IHost host) => _host = host;

    public AcceptEmails Accept => _host.Services.GetRequiredService<AcceptEmails>();

    public IOutboxStore Outbox => _host.Services.GetRequiredService<IOutboxStore>();

    public EmailHistory History => _host.Services.GetRequiredService<EmailHistory>();

    public DeliveryTrends Trends => _host.Services.GetRequiredService<DeliveryTrends>();

    public static async Task<StoreBed> OpenAsync(string folder, params IReadOnlyList<Guid> tenants)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddPersistence(path => Path.Combine(folder, path));
        builder.AddCluster();
        builder.AddOutbox();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddDataProtection().PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(folder, "keys")));
        builder.Services.Configure<OutboxOptions>(options => (options.QueueLimit, options.QueueBytes) = (10_000_000, 1_000_000_000_000));
        var host = builder.Build();
        await host.StartAsync();
        await AddAsync(host, tenants);
        return new StoreBed(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        SqliteConnection.ClearAllPools();
    }

    // Nothing is accepted for tenants that are not there
    private static async Task AddAsync(IHost host, IReadOnlyList<Guid> tenants)
    {
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<EmailConsoleDb>>().CreateDbContextAsync();
        if (tenants.Count > 0 && !await db.Set<Tenant>().AnyAsync(t => t.Id == tenants[0]))
        {
            db.AddRange(tenants.Select(id => new Tenant { Id = id, Domain = $"t{id:N}.example", CreatedAt = DateTimeOffset.UtcNow }));
            await db.SaveChangesAsync();
        }
    }
}
