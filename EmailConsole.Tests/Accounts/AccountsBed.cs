using System.Security.Claims;
using EmailConsole.Accounts;
using EmailConsole.Cluster;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using EmailConsole.Tests.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Accounts;

/// <summary>The rooms up to Accounts over a database of their own, with a clock that the test moves. Nothing listens.</summary>
internal sealed class AccountsBed : IAsyncDisposable
{
    public const string Password = "harbour lantern mosaic 7";

    private readonly TestDatabase _database;
    private readonly TemporaryFolder _folder;
    private readonly bool _isOwner;
    private readonly IHost _host;

    private AccountsBed(
        TestDatabase database, TemporaryFolder folder, FakeTimeProvider time, IDataProtectionProvider? keys, IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? replace)
    {
        (_database, _folder, Time, _isOwner) = (database, folder, time, keys is null);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(settings)
        {
            ["SignIn:RefusalTakes"] = "00:00:00",
        });
        builder.Configuration.AddInMemoryCollection(database.Settings);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        if (keys is not null)
        {
            builder.Services.AddSingleton(keys);
        }

        builder.AddPersistence(path => folder[path]);
        if (database.Turns is { } turns)
        {
            var options = builder.Services.Last(service => service.ServiceType == typeof(DbContextOptions<EmailConsoleDb>)).ImplementationFactory!;
            builder.Services.AddSingleton(services =>
                new DbContextOptionsBuilder<EmailConsoleDb>((DbContextOptions<EmailConsoleDb>)options(services)).AddInterceptors(turns).Options);
        }

        builder.AddCluster();
        builder.AddTenants();
        builder.AddAccounts();

        // What a hash costs is no part of these tests
        builder.Services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1);
        replace?.Invoke(builder.Services);
        _host = builder.Build();
    }

    public FakeTimeProvider Time { get; }

    public DatabaseKind Kind => _database.Kind;

    public string Folder => _folder.Path;

    public static async Task<AccountsBed> CreateAsync(
        IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? replace = null, DatabaseKind? kind = null)
    {
        var bed = new AccountsBed(
            await TestDatabase.CreateAsync(kind),
            new TemporaryFolder(),
            new FakeTimeProvider(new DateTimeOffset(2030, 1, 7, 9, 0, 0, TimeSpan.Zero)),
            keys: null,
            settings ?? new Dictionary<string, string?>(),
            replace);
        await using var db = await bed.OpenDbAsync();
        await db.Database.MigrateAsync();
        return bed;
    }

    /// <summary>Another console on the same database, with the same keys and clock.</summary>
    public AccountsBed AddNode(Action<IServiceCollection>? replace = null) =>
        new(_database, _folder, Time, Get<IDataProtectionProvider>(), new Dictionary<string, string?>(), replace);

    /// <summary>Does the same several times at once, by turns here and at another console on the same database.</summary>
    public async Task<TResult[]> RaceAsync<TResult>(int count, Func<AccountsBed, int, Task<TResult>> act, Action<IServiceCollection>? replace = null)
    {
        await using var other = AddNode(replace);
        _database.Turns?.Start(count);
        try
        {
            return await Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(async () =>
            {
                try
                {
                    return await act(i % 2 == 0 ? this : other, i);
                }
                finally
                {
                    _database.Turns?.Passed();
                }
            })));
        }
        finally
        {
            _database.Turns?.End();
        }
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public Task<EmailConsoleDb> OpenDbAsync() => Get<IDbContextFactory<EmailConsoleDb>>().CreateDbContextAsync();

    public async Task<Tenant> AddTenantAsync(string domain)
    {
        await using var db = await OpenDbAsync();
        var tenant = new Tenant { Domain = domain, CreatedAt = Time.GetUtcNow() };
        db.Add(tenant);
        await db.SaveChangesAsync();
        return tenant;
    }

    /// <param name="username">In full; its tenant exists.</param>
    /// <param name="password">Null: invited only.</param>
    public async Task<Account> AddAccountAsync(
        string username, ActorRole role = ActorRole.Administrator, string? password = Password, bool isActive = true)
    {
        await using var scope = new AccountScope(Get<IServiceScopeFactory>());
        var domain = username[(username.LastIndexOf('@') + 1)..];
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            TenantId = (await scope.Db.Set<Tenant>().SingleAsync(t => t.Domain == domain)).Id,
            UserName = username,
            Role = role,
            IsActive = isActive,
            CreatedAt = Time.GetUtcNow(),
        };
        var result = password is null ? await scope.Users.CreateAsync(account) : await scope.Users.CreateAsync(account, password);
        Assert.True(result.Succeeded, string.Join(' ', result.Errors.Select(e => e.Description)));
        return account;
    }

    /// <summary>Starts a session as signing in does.</summary>
    public async Task<ClaimsPrincipal> SignInAsync(Account account)
    {
        await using var db = await OpenDbAsync();
        var now = Time.GetUtcNow();
        var session = new SignInSession { AccountId = account.Id, CreatedAt = now, ExpiresAt = now.AddHours(8) };
        db.Add(session);
        await db.SaveChangesAsync();
        return SessionClaims.Create(session.Id, account.UserName!);
    }

    /// <summary>The super tenant's administrator, signed in.</summary>
    public async Task<ClaimsPrincipal> SignInSuperAsync() => await SignInAsync(await AddAccountAsync("admin@carbon.super"));

    public async Task<Account?> FindAsync(Guid accountId)
    {
        await using var db = await OpenDbAsync();
        return await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId);
    }

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)_host).DisposeAsync();
        if (_isOwner)
        {
            await _database.DisposeAsync();
            _folder.Dispose();
        }
    }
}
