using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Persistence;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Accounts.ApiKeys;

public sealed class ApiKeyCacheTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly string _text = ApiKeyText.Generate();
    private AccountsBed _bed = default!;
    private CountingContexts _contexts = default!;
    private ApiKeyCache _cache = default!;
    private Tenant _tenant = default!;

    private string Prefix => _text[..ApiKeyText.PrefixLength];

    public async Task InitializeAsync()
    {
        _bed = await AccountsBed.CreateAsync();
        _tenant = await _bed.AddTenantAsync("foo.com");
        _contexts = new CountingContexts(_bed.Get<IDbContextFactory<EmailConsoleDb>>());
        _cache = new ApiKeyCache(_contexts, _bed.Time);
        await using var db = await _bed.OpenDbAsync();
        db.Add(new ApiKey
        {
            TenantId = _tenant.Id,
            Name = "otp",
            Prefix = Prefix,
            Hash = ApiKeyText.Hash(_text),
            Scopes = RestScopes.Send,
            CreatedBy = "admin@foo.com",
            CreatedAt = _bed.Time.GetUtcNow(),
            ExpiresAt = _bed.Time.GetUtcNow() + Second,
        });
        await db.SaveChangesAsync();
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Find_AThousandTimesAtOnce_AsksTheDatabaseOnce()
    {
        var found = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(FindAsync)));

        Assert.All(found, key => Assert.Equal("foo.com", key!.Caller.TenantDomain));
        Assert.Equal(1, _contexts.Count);
    }

    [Fact]
    public async Task Find_RevokedByAnotherProcess_IsRefusedWithinASecond()
    {
        Assert.NotNull(await FindAsync());
        await using (var db = await _bed.OpenDbAsync())
        {
            await db.Set<ApiKey>().ExecuteDeleteAsync();
        }

        _bed.Time.Advance(Second);

        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task Find_TenantDeactivatedByAnotherProcess_IsRefusedWithinASecond()
    {
        Assert.NotNull(await FindAsync());
        await using (var db = await _bed.OpenDbAsync())
        {
            await db.Set<Tenant>().Where(t => t.Id == _tenant.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.IsActive, false));
        }

        _bed.Time.Advance(Second);

        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task Accepts_AtTheMomentOfItsExpiry_IsRefused()
    {
        var key = await FindAsync();

        Assert.True(key!.Accepts(_text, _bed.Time.GetUtcNow()));
        Assert.False(key.Accepts(_text, _bed.Time.GetUtcNow() + Second));
    }

    [Fact]
    public async Task Accepts_AnotherKeyOfTheSameStart_IsRefused()
    {
        var key = await FindAsync();
        var other = Prefix + ApiKeyText.Generate()[ApiKeyText.PrefixLength..];

        Assert.False(key!.Accepts(other, _bed.Time.GetUtcNow()));
    }

    private Task<KnownApiKey?> FindAsync() => _cache.FindAsync(Prefix, default).AsTask();
}
