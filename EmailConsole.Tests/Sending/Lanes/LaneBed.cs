using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using EmailConsole.Persistence.Sqlite;
using EmailConsole.Sending.Channels;
using EmailConsole.Sending.Lanes;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Sending.Lanes;

/// <summary>The whole console, with a silo, and SMTP servers in the process for its tenants.</summary>
internal sealed class LaneBed : ConsoleApplication
{
    private readonly List<ScriptedSmtpServer> _servers = [];

    public IOutboxStore Outbox => Service<IOutboxStore>();

    /// <summary>Of this node.</summary>
    public LaneSet Lanes => Service<LaneSet>();

    /// <summary>Of this node.</summary>
    public ChannelSet Channels => Service<ChannelSet>();

    public ChangeEmails Change => Service<ChangeEmails>();

    public static string FileFor(ScriptedSmtpServer server) => $"""
        [output_adapter.email]
        from_address = "no-reply@platform.example"
        hostname = "localhost"
        port = {server.Port}
        enable_start_tls = false
        enable_authentication = false
        """;

    public static EmailProviderSettings SettingsFor(ScriptedSmtpServer server) => new()
    {
        Host = "localhost",
        Port = server.Port,
        Encryption = SmtpEncryption.None,
        FromAddress = "codes@foo.example",
        AuthenticationType = AuthenticationType.None,
    };

    /// <summary>A server that lives as long as the bed.</summary>
    public ScriptedSmtpServer Own(ScriptedSmtpServer server)
    {
        _servers.Add(server);
        return server;
    }

    /// <summary>A tenant, with a provider of its own where there are settings.</summary>
    public async Task<Guid> AddTenantAsync(EmailProviderSettings? settings = null, string? domain = null, bool isActive = true)
    {
        await using var db = await OpenDbAsync();
        var tenant = new Tenant
        {
            Domain = domain ?? $"t{Guid.NewGuid():N}.example",
            CreatedAt = TimeProvider.System.GetUtcNow(),
            IsActive = isActive,
        };
        db.Add(tenant);
        await db.SaveChangesAsync();
        if (settings is not null)
        {
            await UpdateAsync(tenant.Id, settings);
        }

        return tenant.Id;
    }

    public Task<Guid> AddTenantAsync(ScriptedSmtpServer server) => AddTenantAsync(SettingsFor(server));

    /// <summary>Stores the settings and tells everybody, as the Update of the page does.</summary>
    public async Task UpdateAsync(Guid tenantId, EmailProviderSettings settings)
    {
        Guid version;
        await using (var db = await OpenDbAsync())
        {
            var stored = await db.Set<EmailProvider>().SingleOrDefaultAsync(p => p.TenantId == tenantId);
            stored ??= db.Add(new EmailProvider { Id = tenantId, TenantId = tenantId }).Entity;
            stored.Settings = settings;
            stored.UpdatedAt = TimeProvider.System.GetUtcNow();
            await db.SaveChangesAsync();
            version = stored.Version;
        }

        await Service<ProviderChanges>().TellAsync(tenantId, version);
    }

    /// <summary>A tenant whose mail may leave by each of these, in order.</summary>
    public async Task<Guid> AddRoutedTenantAsync(params IReadOnlyList<ScriptedSmtpServer> route)
    {
        var tenant = await AddTenantAsync();
        await using (var db = await OpenDbAsync())
        {
            db.AddRange(route.Select((server, place) => new EmailProvider
            {
                Id = place == 0 ? tenant : Guid.CreateVersion7(),
                TenantId = tenant,
                Position = place,
                Name = $"server {place + 1}",
                Settings = SettingsFor(server),
            }));
            await db.SaveChangesAsync();
        }

        await Service<ProviderChanges>().TellAsync(tenant, Guid.CreateVersion7());
        return tenant;
    }

    public async Task<Guid> AcceptAsync(Guid tenantId, NewEmail? email = null) => (await AcceptAsync(tenantId, [email ?? Emails.New()])).Single();

    public async Task<IReadOnlyList<Guid>> AcceptAsync(Guid tenantId, IReadOnlyList<NewEmail> emails)
    {
        var outcome = await Service<AcceptEmails>().AcceptAsync(tenantId, emails, null, (_, _) => ReadOnlyMemory<byte>.Empty);
        return [.. Assert.IsType<AcceptOutcome.Accepted>(outcome).Ids.Select(id => id!.Value)];
    }

    public async Task<OutboxMessage> FindAsync(Guid id)
    {
        await using var db = await OpenDbAsync();
        return await db.Set<OutboxMessage>().AsNoTracking().Include(m => m.Recipients).Include(m => m.AttemptHistory).SingleAsync(m => m.Id == id);
    }

    /// <summary>Waits until so many of the tenant's messages are in that state.</summary>
    public Task SettledAsync(Guid tenantId, long count, EmailState state = EmailState.Delivered) => Bound.UntilAsync(
        () => With(Outbox.CountsOf(tenantId), state) >= count, () => $"{Outbox.CountsOf(tenantId)} {Channels.Find(tenantId)}\n{string.Join('\n', Log.TakeLast(20))}");

    /// <summary>Waits until a lane, or none, is loaded.</summary>
    public Task LoadedAsync(Guid tenantId, bool isLoaded = true) => Bound.UntilAsync(() => Lanes.Find(tenantId) is not null == isLoaded);

    /// <summary>A home as that of a killed console, which lives as long as the other one's.</summary>
    public static string CopyOf(ConsoleApplication console)
    {
        var folder = console.HomeFolder;
        var target = Directory.CreateDirectory(Path.Combine(folder, "copy")).FullName;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith("-shm", StringComparison.Ordinal) && !f.EndsWith(DatabaseLock.Suffix, StringComparison.Ordinal)
                && !f.StartsWith(target, StringComparison.Ordinal)))
        {
            var to = Path.Combine(target, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        return target;
    }

    public override async ValueTask DisposeAsync()
    {
        // First: the console would wait for those that hang, as long as a stop may take
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    private static long With(EmailCounts counts, EmailState state) => state switch
    {
        EmailState.Delivered => counts.Delivered,
        EmailState.Failed => counts.Failed,
        EmailState.Expired => counts.Expired,
        EmailState.Cancelled => counts.Cancelled,
        EmailState.Retrying => counts.Retrying,
        _ => counts.Queued,
    };
}
