using EmailConsole.Cluster;
using EmailConsole.Delivery;
using EmailConsole.Deployment;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Hosting;
using EmailConsole.Kinds;
using EmailConsole.Outbox;
using EmailConsole.Persistence;
using EmailConsole.Sending;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace EmailConsole.Benchmarks.OutboxLanesMode;

/// <summary>The outbox with its lanes and channels as the application registers them, on a folder; and a request that does nothing.</summary>
internal sealed class LaneHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LaneHost(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary>Speaks to the host.</summary>
    public HttpClient Client { get; }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <param name="folder">For everything that it keeps.</param>
    /// <param name="settings">More configuration.</param>
    public static async Task<LaneHost> StartAsync(string folder, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development", Args = ["--urls=http://127.0.0.1:0"] });
        var file = Path.Combine(folder, "deployment.toml");
        await File.WriteAllTextAsync(file, "");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Outbox:QueueLimit"] = "10000000", ["Outbox:QueueBytes"] = "1000000000000" });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Logging.ClearProviders().AddConsole().AddFilter<ConsoleLoggerProvider>(null, LogLevel.Error);
        // What answers people asks for the room of accounts, which is not here
        builder.Host.UseDefaultServiceProvider(options => options.ValidateOnBuild = false);
        var home = new Home(file);
        builder.AddPersistence(home.Resolve);
        builder.AddCluster();
        builder.AddDeployment(home);
        builder.AddTenants();
        builder.AddEmailProviders();
        builder.AddDelivery(home);
        builder.AddKinds();
        builder.AddOutbox();
        builder.AddSending();
        builder.AddHosting(home);
        var app = builder.Build();
        app.MapGet("/no-op", () => Results.Ok());
        await app.StartAsync();
        return new LaneHost(app);
    }

    /// <summary>Tenants without a provider: what is accepted for them waits.</summary>
    public async Task<IReadOnlyList<Guid>> AddTenantsAsync(int count)
    {
        await using var db = await Get<IDbContextFactory<EmailConsoleDb>>().CreateDbContextAsync();
        var tenants = Enumerable.Range(0, count)
            .Select(i => new Tenant { Domain = $"t{Guid.NewGuid():N}.example", CreatedAt = DateTimeOffset.UtcNow, IsActive = true }).ToList();
        db.AddRange(tenants);
        await db.SaveChangesAsync();
        return [.. tenants.Select(t => t.Id)];
    }

    /// <summary>Gives a tenant a provider on a port of loopback; its mail leaves from now on.</summary>
    public async Task SetProviderAsync(Guid tenantId, int port)
    {
        await using (var db = await Get<IDbContextFactory<EmailConsoleDb>>().CreateDbContextAsync())
        {
            db.Add(new EmailProvider
            {
                Id = tenantId,
                TenantId = tenantId,
                Settings = new EmailProviderSettings
                {
                    Host = "127.0.0.1",
                    Port = port,
                    Encryption = SmtpEncryption.None,
                    AuthenticationType = AuthenticationType.None,
                    FromAddress = "codes@example.com",
                },
            });
            await db.SaveChangesAsync();
        }

        await Get<ProviderChanges>().TellAsync(tenantId);
    }

    public async Task<Guid> AcceptAsync(Guid tenantId, IReadOnlyList<NewEmail> emails)
    {
        var outcome = (AcceptOutcome.Accepted)await Get<AcceptEmails>().AcceptAsync(tenantId, emails, null, (_, _) => ReadOnlyMemory<byte>.Empty);
        return outcome.Ids[0]!.Value;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        SqliteConnection.ClearAllPools();
    }
}
