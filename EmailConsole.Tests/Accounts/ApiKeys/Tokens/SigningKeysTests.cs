using EmailConsole.Accounts.ApiKeys.Tokens;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EmailConsole.Tests.Accounts.ApiKeys.Tokens;

public sealed class SigningKeysTests : IDisposable
{
    private readonly TemporaryFolder _ring = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly List<ServiceProvider> _processes = [];

    public void Dispose()
    {
        _processes.ForEach(process => process.Dispose());
        _ring.Dispose();
    }

    [Fact]
    public void Current_EmptyRing_MakesAKeyThatStays()
    {
        var (keys, _) = Start();

        var first = keys.Current().Key.KeyId;

        Assert.StartsWith("ec-", first, StringComparison.Ordinal);
        Assert.Equal(first, keys.Current().Key.KeyId);
        Assert.Equal(first, Assert.Single(keys.Published()).KeyId);
    }

    [Fact]
    public void Current_AnotherProcessWithTheRing_SignsWithTheSameKey()
    {
        var (one, _) = Start();
        var token = Sign(one);
        var (other, _) = Start();

        Assert.Equal(one.Current().Key.KeyId, other.Current().Key.KeyId);
        Assert.True(IsGood(other, token));
        Assert.True(IsGood(one, Sign(other)));
    }

    [Fact]
    public void Current_AnotherRing_HasOtherKeys()
    {
        using var elsewhere = new TemporaryFolder();
        var (one, _) = Start();
        var (other, _) = Start(elsewhere.Path);

        Assert.NotEqual(one.Current().Key.KeyId, other.Current().Key.KeyId);
        Assert.False(IsGood(other, Sign(one)));
    }

    [Fact]
    public void Current_NewKeyInTheRing_SignsAndTheFormerOneIsStillGood()
    {
        var (keys, ring) = Start();
        var before = Sign(keys);
        var former = keys.Current().Key.KeyId;
        _time.Advance(TimeSpan.FromSeconds(1));

        ring.CreateNewKey(_time.GetUtcNow(), _time.GetUtcNow().AddDays(90));
        var after = Sign(keys);

        Assert.NotEqual(former, keys.Current().Key.KeyId);
        Assert.True(IsGood(keys, before));
        Assert.True(IsGood(keys, after));
        Assert.Equal(2, keys.Published().Count);
    }

    [Fact]
    public void Current_KeyForLater_IsPublishedAndDoesNotSignYet()
    {
        var (keys, ring) = Start();
        var first = keys.Current().Key.KeyId;
        ring.CreateNewKey(_time.GetUtcNow().AddDays(2), _time.GetUtcNow().AddDays(90));

        Assert.Equal(first, keys.Current().Key.KeyId);
        Assert.Equal(2, keys.Published().Count);

        _time.Advance(TimeSpan.FromDays(2));
        Assert.NotEqual(first, keys.Current().Key.KeyId);
    }

    [Fact]
    public void Find_KeyThatAnotherProcessMade_IsLookedForAtOnceButRarely()
    {
        var (keys, _) = Start();
        _ = keys.Current();
        var (other, ring) = Start();
        _time.Advance(TimeSpan.FromSeconds(1));
        ring.CreateNewKey(_time.GetUtcNow().AddMilliseconds(-1), _time.GetUtcNow().AddDays(90));
        var first = Sign(other);
        Assert.True(IsGood(keys, first));

        ring.CreateNewKey(_time.GetUtcNow(), _time.GetUtcNow().AddDays(90));
        var second = Sign(other);
        Assert.False(IsGood(keys, second));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(IsGood(keys, second));
    }

    [Fact]
    public void Find_KeyThatIsOver_IsGoodAsLongAsItsTokensLive()
    {
        var (keys, ring) = Start();
        ring.CreateNewKey(_time.GetUtcNow(), _time.GetUtcNow().AddDays(7));
        var id = keys.Current().Key.KeyId;

        _time.Advance(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(59));
        Assert.NotEqual(id, keys.Current().Key.KeyId);
        Assert.NotNull(keys.Find(id));

        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(keys.Find(id));
        Assert.DoesNotContain(keys.Published(), key => key.KeyId == id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Find_RevokedInTheRing_IsNotGood(bool isElsewhere)
    {
        var (keys, ring) = Start();
        var token = Sign(keys);
        var id = ring.GetAllKeys().Single().KeyId;
        (isElsewhere ? Start().Ring : ring).RevokeKey(id);
        _time.Advance(isElsewhere ? TimeSpan.FromMinutes(1) : TimeSpan.Zero);

        Assert.False(IsGood(keys, token));
        Assert.NotEqual(SigningKeyOf(token), keys.Current().Key.KeyId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("first")]
    [InlineData("ec-")]
    [InlineData("ec-' OR 1=1")]
    public void Find_SomethingElse_IsNull(string? id) => Assert.Null(Start().Keys.Find(id));

    private (SigningKeys Keys, IKeyManager Ring) Start(string? folder = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDataProtection().SetApplicationName("EmailConsole").PersistKeysToFileSystem(new DirectoryInfo(folder ?? _ring.Path));
        var process = services.BuildServiceProvider();
        _processes.Add(process);
        var ring = process.GetRequiredService<IKeyManager>();
        return (new SigningKeys(ring, process.GetRequiredService<IOptions<KeyManagementOptions>>(), _time), ring);
    }

    private static string Sign(SigningKeys keys) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor { SigningCredentials = keys.Current() });

    private static string SigningKeyOf(string token) => new JsonWebToken(token).Kid;

    private static bool IsGood(SigningKeys keys, string token) =>
        keys.Find(SigningKeyOf(token)) is { } key && new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
            IssuerSigningKey = key,
        }).GetAwaiter().GetResult().IsValid;
}
