using System.Security.Claims;
using EmailConsole.Cluster;
using EmailConsole.Deployment;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using EmailConsole.Tests.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.EmailProviders;

/// <summary>The room on a database and a key ring of its own, with the tenants foo.com and bar.com.</summary>
public sealed class ProviderDatabase : IAsyncLifetime
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private TestDatabase? _database;
    private IHost? _host;

    public string Folder { get; } = Directory.CreateTempSubdirectory("emailconsole-").FullName;

    public FakeTimeProvider Time { get; } = new(Start);

    public FakeActors Actors { get; } = new();

    public FakeSuperTenant SuperTenant { get; } = new();

    public ScriptedListener Listener { get; } = new();

    internal RecordedRetry Retry { get; } = new();

    internal FakeOwnServer OwnServer { get; } = new();

    public Guid FooId { get; } = Guid.CreateVersion7();

    public Guid BarId { get; } = Guid.CreateVersion7();

    public IServiceProvider Services => _host!.Services;

    internal IEmailProviderWriter Writer => Services.GetRequiredService<IEmailProviderWriter>();

    internal LoadEmailProvider Loader => Services.GetRequiredService<LoadEmailProvider>();

    internal PrepareEmailProvider Preparer => Services.GetRequiredService<PrepareEmailProvider>();

    public IEffectiveProvider Effective => Services.GetRequiredService<IEffectiveProvider>();

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        await OpenAsync();
        await using var db = await ContextAsync();
        db.AddRange(
            new Tenant { Id = FooId, Domain = "foo.com", CreatedAt = Start },
            new Tenant { Id = BarId, Domain = "bar.com", CreatedAt = Start });
        await db.SaveChangesAsync();
    }

    public async Task DisposeAsync()
    {
        await CloseAsync();
        await _database!.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Stops and starts again with an empty key ring, as after a restore of the database alone.</summary>
    public async Task LoseKeysAsync()
    {
        await CloseAsync();
        Directory.Delete(Path.Combine(Folder, "keys"), recursive: true);
        await OpenAsync();
    }

    public ClaimsPrincipal Person(string username, ActorRole role = ActorRole.Administrator)
    {
        var domain = username[(username.LastIndexOf('@') + 1)..];
        var tenantId = domain switch
        {
            "foo.com" => FooId,
            "bar.com" => BarId,
            _ => TenantDomain.SuperTenantId,
        };
        return Actors.Add(new Actor(Guid.CreateVersion7(), username, username, tenantId, domain, role));
    }

    public Task<EmailConsoleDb> ContextAsync() =>
        Services.GetRequiredService<IDbContextFactory<EmailConsoleDb>>().CreateDbContextAsync();

    /// <summary>All that is in the database, as whoever copies it finds it.</summary>
    public Task<string> ReadAllAsync() => _database!.ReadAllAsync();

    private async Task OpenAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var home = new Home(Path.Combine(Folder, "deployment.toml"));
        builder.Configuration.AddInMemoryCollection(_database!.Settings);
        builder.AddPersistence(home.Resolve);
        builder.AddCluster();
        builder.AddTenants();
        builder.AddEmailProviders();
        builder.Services.AddDataProtection().PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(Folder, "keys")));
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<IActorSource>(Actors);
        builder.Services.AddSingleton<EmailConsole.EmailProviders.SuperTenant.ISuperTenantProvider>(SuperTenant);
        builder.Services.AddSingleton<IEmailProviderChanged>(Listener);
        builder.Services.AddSingleton<IProviderRetry>(Retry);
        builder.Services.AddSingleton<IOwnServer>(OwnServer);
        _host = builder.Build();
        await using var db = await ContextAsync();
        await db.Database.MigrateAsync();
    }

    private async Task CloseAsync() => await ((IAsyncDisposable)_host!).DisposeAsync();
}
