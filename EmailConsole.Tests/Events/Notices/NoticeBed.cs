using EmailConsole.Accounts;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Notices;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using EmailConsole.Persistence;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using EmailConsole.Tests.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EmailConsole.Tests.Events.Notices;

/// <summary>A tenant with a provider of its own and an administrator, and the super tenant with its; how they stand says a test.</summary>
internal sealed class NoticeBed : IAsyncDisposable, IChannelStates, ILaneStates, ITenantRoutes, IEffectiveProvider
{
    private readonly Dictionary<Guid, ChannelState> _channels = [];
    private readonly Dictionary<Guid, LaneState> _lanes = [];

    private NoticeBed()
    {
    }

    public EventsBed Room { get; private set; } = null!;

    public Guid Tenant => Room.Tenant;

    public static Guid Super => TenantDomain.SuperTenantId;

    /// <summary>By tenant, in order.</summary>
    public Dictionary<Guid, IReadOnlyList<RouteProvider>> Routes { get; } = [];

    /// <param name="kind">The database.</param>
    public static async Task<NoticeBed> OpenAsync(DatabaseKind? kind = null)
    {
        var bed = new NoticeBed();
        bed.Room = await EventsBed.OpenAsync(kind: kind, replace: bed.Replace);
        bed.Routes[bed.Tenant] = [new RouteProvider(bed.Tenant, bed.Tenant, "Microsoft 365")];
        bed.Routes[Super] = [new RouteProvider(Super, Super, "")];
        await bed.AddAdministratorAsync("admin@foo.example");
        return bed;
    }

    /// <summary>A second watch on the same database, which sees the same and believes to be alone.</summary>
    public Task<EventsBed> OpenAnotherAsync() => Room.OpenAnotherAsync(Replace);

    public async Task AddAdministratorAsync(string email, Guid? tenantId = null, Action<Account>? change = null)
    {
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            TenantId = tenantId ?? Tenant,
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            Role = ActorRole.Administrator,
            CreatedAt = Room.Time.GetUtcNow(),
        };
        change?.Invoke(account);
        await using var db = await Room.DbAsync();
        db.Add(account);
        await db.SaveChangesAsync();
    }

    /// <summary>A program with a key of the tenant was refused something.</summary>
    public async Task RefuseAsync(string key, RefusalCause cause, TimeSpan ago, TimeSpan? usedAgo = null)
    {
        var now = Room.Time.GetUtcNow();
        var row = new ApiKey
        {
            TenantId = Tenant,
            Name = key,
            Prefix = Guid.NewGuid().ToString("N")[..12],
            Hash = new byte[32],
            CreatedAt = now.AddDays(-7),
            CreatedBy = "admin@foo.example",
            LastUsedAt = now - usedAgo,
        };
        await using var db = await Room.DbAsync();
        db.Add(row);
        db.Add(new ApiKeyRefusal { KeyId = row.Id, Cause = cause, Code = "550 5.7.1", Count = 1, LastAt = now - ago, LastReply = "550 5.7.1 No" });
        await db.SaveChangesAsync();
    }

    /// <summary>The provider has failed for so long; its circuit is open.</summary>
    public void Fails(Guid providerId, double minutes = 6, bool isRefused = false, Guid? owner = null)
    {
        var since = Room.Time.GetUtcNow().AddMinutes(-minutes);
        _channels[providerId] = new ChannelState(providerId, owner ?? providerId, 0, 0, 1, null, new CircuitState(CircuitPosition.Open, since, since.AddHours(1), null))
        {
            FailingSince = since,
            LastFailure = Emails.Failure(isRefused ? 535 : null, isRefused ? DeliveryStage.Authenticate : DeliveryStage.Connect)
                with
            { Blame = isRefused ? Blame.Credentials : Blame.Provider },
        };
    }

    /// <summary>Its server has taken nothing for so long, and asks for less each time.</summary>
    public void AsksForLess(Guid providerId, double minutes = 6)
    {
        var now = Room.Time.GetUtcNow();
        _channels[providerId] = new ChannelState(providerId, providerId, 0, 0, 1, now.AddSeconds(30), new CircuitState(CircuitPosition.Closed, null, null, null))
        {
            FailingSince = now.AddMinutes(-minutes),
            LastFailure = Emails.Failure(421, DeliveryStage.Greeting) with { Blame = Blame.Throttle },
        };
    }

    public void Works(Guid providerId) => _channels.Remove(providerId);

    /// <summary>Mail of the tenant waits, for that provider first.</summary>
    public void Waits(Guid tenantId, Guid providerId, long count = 3) => _lanes[tenantId] = new LaneState(tenantId, Room.Time.GetUtcNow(), count, 0, 0, providerId);

    public Task LookAsync() => Room.Get<NoticeWatch>().LookAsync(default);

    /// <summary>Looks, and again when what is new was collected.</summary>
    public async Task LookUntilToldAsync()
    {
        await LookAsync();
        Room.Time.Advance(TimeSpan.FromSeconds(61));
        await LookAsync();
    }

    public async Task<IReadOnlyList<OutboxMessage>> MailsAsync()
    {
        await using var db = await Room.DbAsync();
        return await db.Set<OutboxMessage>().AsNoTracking().Include(m => m.Recipients).OrderBy(m => m.Id).ToListAsync();
    }

    public async Task<IReadOnlyList<Notice>> NoticesAsync()
    {
        await using var db = await Room.DbAsync();
        return await db.Set<Notice>().AsNoTracking().ToListAsync();
    }

    public async Task<Guid> PausedWebhookAsync(string url) =>
        (await Room.AddEndpointAsync(url, e => (e.PausedAt, e.PausedWhy) = (Room.Time.GetUtcNow(), PauseReason.Gone))).Id;

    public ChannelState? Find(Guid providerId) => _channels.GetValueOrDefault(providerId);

    public IReadOnlyCollection<ChannelState> All() => [.. _channels.Values];

    public IReadOnlyCollection<ChannelState> Here() => All();

    LaneState? ILaneStates.Find(Guid tenantId) => _lanes.GetValueOrDefault(tenantId);

    IReadOnlyCollection<LaneState> ILaneStates.All() => [.. _lanes.Values];

    public Task<IReadOnlyDictionary<Guid, IReadOnlyList<RouteProvider>>> FindRoutesAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<Guid, IReadOnlyList<RouteProvider>>>(tenantIds.ToDictionary(t => t, t => Routes.GetValueOrDefault(t, [])));

    public Task<IReadOnlyDictionary<Guid, Guid>> FindOwnersOfFirstsAsync(IReadOnlyCollection<Guid> providerIds, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ProviderResolution> ResolveAsync(Guid tenantId, CancellationToken cancellationToken) => Task.FromResult<ProviderResolution>(
        new ProviderResolution.InForce(new ProviderInForce(
            default, tenantId, Guid.CreateVersion7(), new EmailProviderSettings { FromAddress = "no-reply@foo.example" }, new EmailProviderSecrets(null, null))));

    public ValueTask DisposeAsync() => Room.DisposeAsync();

    private void Replace(IServiceCollection services)
    {
        services.RemoveAll<IChannelStates>().AddSingleton<IChannelStates>(this);
        services.RemoveAll<ILaneStates>().AddSingleton<ILaneStates>(this);
        services.AddSingleton<ITenantRoutes>(this);
        services.RemoveAll<IEffectiveProvider>().AddSingleton<IEffectiveProvider>(this);
    }
}
