using EmailConsole.Cluster;
using EmailConsole.Cluster.Postgres;
using EmailConsole.Delivery;
using EmailConsole.Deployment;
using EmailConsole.EmailProviders;
using EmailConsole.Events;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Notices;
using EmailConsole.Events.Posting;
using EmailConsole.Events.Queue;
using EmailConsole.Events.Retention;
using EmailConsole.Events.Watching;
using EmailConsole.Outbox;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Servers;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Events;

/// <summary>The room alone on a database of its own, by a clock that a test moves, with a receiver over TLS.</summary>
internal sealed class EventsBed : IAsyncDisposable
{
    private readonly TestDatabase? _database;
    private readonly TemporaryFolder _folder;
    private readonly TestCertificates _certificates;
    private readonly IHost _host;
    private readonly RecordedLog _log;
    private bool _isAnother;

    private EventsBed(
        TestDatabase? database, TemporaryFolder folder, TestCertificates certificates, IHost host, RecordedLog log, FakeTimeProvider time, ScriptedHttpServer receiver)
    {
        (_database, _folder, _certificates, _host, _log, Time, Receiver) = (database, folder, certificates, host, log, time, receiver);
    }

    public FakeTimeProvider Time { get; }

    public ScriptedHttpServer Receiver { get; }

    public RecordedPauses Pauses { get; } = new();

    public Guid Tenant { get; private init; } = Guid.CreateVersion7();

    public string Url => $"https://localhost:{Receiver.Port}/hook";

    /// <param name="settings">More configuration.</param>
    /// <param name="environment">Development, Production.</param>
    /// <param name="replace">Replaces services, after the room has registered its own.</param>
    /// <param name="kind">The database; null: what tests take that do not say it.</param>
    public static async Task<EventsBed> OpenAsync(
        IReadOnlyDictionary<string, string?>? settings = null, string environment = "Development", Action<IServiceCollection>? replace = null, DatabaseKind? kind = null)
    {
        // A file in the bed's own folder keeps its connections: whoever lets a day pass opens thousands
        var database = (kind ?? TestDatabase.Usual) == DatabaseKind.PostgreSql ? await TestDatabase.CreateAsync(DatabaseKind.PostgreSql) : null;
        var certificates = new TestCertificates();
        var receiver = await ScriptedHttpServer.StartAsync(certificates);
        receiver.Answers(204);
        var bed = await StartAsync(
            database, new TemporaryFolder(), certificates, receiver, new FakeTimeProvider(TimeProvider.System.GetUtcNow()), Guid.CreateVersion7(), settings, environment, replace);
        await using var db = await bed.DbAsync();
        db.Add(new Tenant { Id = bed.Tenant, Domain = "foo.example", CreatedAt = bed.Time.GetUtcNow() });
        await db.SaveChangesAsync();
        return bed;
    }

    /// <summary>A second one on the same database that believes to be alone as well, as where a node stood still while another one followed it. On PostgreSQL only.</summary>
    public async Task<EventsBed> OpenAnotherAsync(Action<IServiceCollection>? replace = null)
    {
        var another = await StartAsync(_database, _folder, _certificates, Receiver, Time, Tenant, null, "Development", replace);
        another._isAnother = true;
        return another;
    }

    private static async Task<EventsBed> StartAsync(
        TestDatabase? database,
        TemporaryFolder folder,
        TestCertificates certificates,
        ScriptedHttpServer receiver,
        FakeTimeProvider time,
        Guid tenant,
        IReadOnlyDictionary<string, string?>? settings,
        string environment,
        Action<IServiceCollection>? replace)
    {
        var log = new RecordedLog();
        var authority = Path.Combine(folder.Path, "authority.pem");
        await File.WriteAllTextAsync(authority, certificates.AuthorityPem);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment });
        builder.Logging.AddProvider(log);
        builder.Configuration.AddInMemoryCollection([.. database?.Settings ?? [], .. settings ?? new Dictionary<string, string?>(), new("Tls:AdditionalCaFile", authority)]);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.AddPersistence(path => Path.Combine(folder.Path, path));
        builder.AddCluster();
        BeAlone(builder.Services);
        builder.AddDelivery(new Home(Path.Combine(folder.Path, "deployment.toml")));
        builder.AddOutbox();
        builder.AddEvents();

        // Whoever lets a day pass would have them look thousands of times
        RemoveHosted(builder.Services, typeof(NoticeWatch), typeof(ProviderWatch), typeof(WebhookCare));
        builder.Services.AddDataProtection().PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(folder.Path, "keys")));
        EventsBed? bed = null;
        builder.Services.AddSingleton<IEndpointPaused>(_ => bed!.Pauses);
        builder.Services.AddSingleton<IEffectiveProvider, NoProvider>();
        replace?.Invoke(builder.Services);
        var host = builder.Build();
        bed = new EventsBed(database, folder, certificates, host, log, time, receiver) { Tenant = tenant };
        await host.StartAsync();
        return bed;
    }

    // On either database: what a node does when its lease ends is tested elsewhere, and here a day passes at once
    private static void BeAlone(IServiceCollection services)
    {
        RemoveHosted(services, typeof(PostgresNode), typeof(PostgresOwners), typeof(PostgresNews), typeof(PostgresCare));
        services.AddSingleton<SoleNode>();
        services.RemoveAll<INode>().AddSingleton<INode>(s => s.GetRequiredService<SoleNode>());
        services.RemoveAll<IOwners>().AddSingleton<IOwners>(s => s.GetRequiredService<SoleNode>());
        services.RemoveAll<INews>().AddSingleton<INews>(s => s.GetRequiredService<SoleNode>());
    }

    private static void RemoveHosted(IServiceCollection services, params Type[] types)
    {
        foreach (var service in services.Where(d => d.ServiceType == typeof(IHostedService) && types.Contains(d.ImplementationFactory?.GetType().GenericTypeArguments[1])).ToList())
        {
            services.Remove(service);
        }
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public Task<EmailConsoleDb> DbAsync() => Get<IDbContextFactory<EmailConsoleDb>>().CreateDbContextAsync();

    public async Task<(Guid Id, string Secret)> AddEndpointAsync(string? url = null, Action<WebhookEndpoint>? change = null)
    {
        var (id, secret) = (Guid.CreateVersion7(), WebhookSecrets.Generate());
        var endpoint = new WebhookEndpoint
        {
            Id = id,
            TenantId = Tenant,
            Url = url ?? Url,
            Types = EventTypeNames.Usual,
            ProtectedSecret = Get<WebhookSecrets>().Protect(Tenant, id, secret),
            CreatedAt = Time.GetUtcNow(),
            CreatedBy = "admin@foo.example",
        };
        change?.Invoke(endpoint);
        await using var db = await DbAsync();
        db.Add(endpoint);
        await db.SaveChangesAsync();
        await Get<EndpointDirectory>().ReadAsync(Tenant, default);
        return (id, secret);
    }

    /// <summary>Something has happened, now.</summary>
    public async Task<Guid> HappensAsync(int count = 1)
    {
        await using var db = await DbAsync();
        var endpoints = await db.Set<WebhookEndpoint>().Where(e => e.TenantId == Tenant).ToListAsync();
        var now = Time.GetUtcNow();
        var id = Guid.Empty;
        for (var i = 0; i < count; i++)
        {
            id = Guid.CreateVersion7(now);
            FanOut.Add(db, endpoints, new WebhookEvent
            {
                Id = id,
                TenantId = Tenant,
                Type = EventTypes.EmailDelivered,
                OccurredAt = now,
                CreatedAt = now,
                Body = EventBodies.Of(EventTypes.EmailDelivered, now, json => json.WriteNumber("sequence", 1)),
            });
        }

        await db.SaveChangesAsync();
        Get<EventSignal>().Set();
        return id;
    }

    public async Task<IReadOnlyList<WebhookDelivery>> DeliveriesAsync(Guid? endpointId = null)
    {
        await using var db = await DbAsync();
        return await db.Set<WebhookDelivery>().AsNoTracking().Where(d => endpointId == null || d.EndpointId == endpointId).OrderBy(d => d.Id).ToListAsync();
    }

    public async Task<WebhookEndpoint> EndpointAsync(Guid id)
    {
        await using var db = await DbAsync();
        return await db.Set<WebhookEndpoint>().AsNoTracking().SingleAsync(e => e.Id == id);
    }

    /// <summary>Waits until the deliveries stand so. The clock goes on a little each time, as its timers need.</summary>
    public async Task UntilAsync(Func<IReadOnlyList<WebhookDelivery>, bool> condition, TimeSpan? step = null)
    {
        using var bound = new CancellationTokenSource(Bound.Wait);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition(await DeliveriesAsync()))
        {
            Time.Advance(step ?? TimeSpan.FromMilliseconds(20));
            Assert.False(
                bound.IsCancellationRequested,
                $"{string.Join('\n', (await DeliveriesAsync()).Select(d => $"{d.State} {d.Attempts} {d.Status} {d.Problem} {d.DueAt:O}"))}\n{string.Join('\n', _log.Lines.TakeLast(20))}");
            await poll.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isAnother)
        {
            await Receiver.DisposeAsync();
        }

        await _host.StopAsync();
        await using (var db = await DbAsync())
        {
            if (db.Database.GetDbConnection() is SqliteConnection connection)
            {
                SqliteConnection.ClearPool(connection);
            }
        }

        _host.Dispose();
        _log.Dispose();
        if (!_isAnother)
        {
            if (_database is not null)
            {
                await _database.DisposeAsync();
            }

            _certificates.Dispose();
            _folder.Dispose();
        }
    }
}

/// <summary>Who was told that an endpoint was paused.</summary>
internal sealed class RecordedPauses : IEndpointPaused
{
    private readonly List<PausedEndpoint> _told = [];

    public IReadOnlyList<PausedEndpoint> Told
    {
        get
        {
            lock (_told)
            {
                return [.. _told];
            }
        }
    }

    public Task PausedAsync(PausedEndpoint endpoint, CancellationToken cancellationToken)
    {
        lock (_told)
        {
            _told.Add(endpoint);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Nothing can be sent with.</summary>
internal sealed class NoProvider : IEffectiveProvider
{
    public Task<ProviderResolution> ResolveAsync(Guid tenantId, CancellationToken cancellationToken) => throw new NotSupportedException();
}
