using System.Security.Claims;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.EmailProviders.Editing;

/// <summary>Whom a tenant's programs may name in From.</summary>
public sealed class ProgramSendersTests : IAsyncLifetime
{
    private readonly ProviderDatabase _database = new();

    private IProgramSenders Senders => _database.Services.GetRequiredService<IProgramSenders>();

    private ClaimsPrincipal Anna => _database.Person("anna@foo.com");

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Load_NothingStored_IsRefuse()
    {
        var stored = Stored(await Senders.LoadAsync(Anna, "foo.com", default));

        Assert.Equal((OtherSenders.Refuse, (Guid?)null), (stored.Mode, stored.Version));
        Assert.Empty(stored.Allowed);
    }

    [Fact]
    public async Task Set_ThenLoad_IsWhatWasSetInItsNormalForm()
    {
        var first = Stored(await Senders.SetAsync(Anna, "foo.com", null, OtherSenders.Allow, "a@HOST.example\n@Lists.example", default));
        Assert.Equal(["a@host.example", "@lists.example"], first.Allowed);

        var second = Stored(await Senders.SetAsync(Anna, "foo.com", first.Version, OtherSenders.Replace, "a@host.example", default));

        var loaded = Stored(await Senders.LoadAsync(_database.Person("otto@foo.com", ActorRole.Operator), "foo.com", default));
        Assert.Equal((OtherSenders.Replace, second.Version), (loaded.Mode, loaded.Version));
        Assert.Equal(["a@host.example"], loaded.Allowed);
        Assert.Equal(OtherSenders.Refuse, Stored(await Senders.LoadAsync(_database.Person("bea@bar.com"), "bar.com", default)).Mode);
    }

    [Fact]
    public async Task Set_FromAnOlderPage_ChangesNothingAndShowsTheirs()
    {
        var first = Stored(await Senders.SetAsync(Anna, "foo.com", null, OtherSenders.Replace, "", default));

        var late = Assert.IsType<SendersResult.ChangedElsewhere>(await Senders.SetAsync(Anna, "foo.com", null, OtherSenders.Refuse, "", default));

        Assert.Equal((OtherSenders.Replace, first.Version), (late.Theirs.Mode, late.Theirs.Version));
        Assert.Equal(first.Version, Stored(await Senders.LoadAsync(Anna, "foo.com", default)).Version);
    }

    [Theory]
    [InlineData(OtherSenders.Allow, "", "Name at least one address or domain, or choose another rule.")]
    [InlineData(OtherSenders.Replace, "none", "'none' is neither an address such as alarm@example.com nor a domain such as @example.com.")]
    public async Task Set_Wrong_SaysWhatAndStoresNothing(OtherSenders mode, string allowed, string fault)
    {
        Assert.Equal(fault, Assert.IsType<SendersResult.Invalid>(await Senders.SetAsync(Anna, "foo.com", null, mode, allowed, default)).Fault);
        Assert.Null(Stored(await Senders.LoadAsync(Anna, "foo.com", default)).Version);
    }

    [Fact]
    public async Task Set_WhoMayNot_IsRefusedAndStoresNothing()
    {
        await AssertRefusedAsync<TenantDecision.Forbidden>(_database.Person("otto@foo.com", ActorRole.Operator), "foo.com");
        await AssertRefusedAsync<TenantDecision.NotFound>(_database.Person("bea@bar.com"), "foo.com");
        await AssertRefusedAsync<TenantDecision.NotFound>(Anna, "unknown.com");
        await AssertRefusedAsync<TenantDecision.NotSignedIn>(new ClaimsPrincipal(), "foo.com");
        Assert.IsType<SendersResult.Refused>(await Senders.LoadAsync(_database.Person("bea@bar.com"), "foo.com", default));

        await using var db = await _database.ContextAsync();
        Assert.False(await db.Set<TenantSenders>().AnyAsync());
    }

    [Fact]
    public async Task Set_OfTheSuperTenant_IsStored()
    {
        var root = _database.Person("root@carbon.super");

        Assert.Equal(OtherSenders.Allow, Stored(await Senders.SetAsync(root, "carbon.super", null, OtherSenders.Allow, "@carbon.example", default)).Mode);
        Assert.Equal(["@carbon.example"], Stored(await Senders.LoadAsync(root, "carbon.super", default)).Allowed);
        await AssertRefusedAsync<TenantDecision.NotFound>(Anna, "carbon.super");
    }

    [Fact]
    public async Task Set_OverTheSuperTenantsServer_NamesWhomItDoesNotSendFor()
    {
        var inherits = Assert.IsType<SendersResult.Stored>(
            await Senders.SetAsync(Anna, "foo.com", null, OtherSenders.Allow, "a@foo.com\n@sub.foo.com\n@brand.example", default));
        Assert.Equal(["@brand.example"], inherits.NotPermitted);

        Assert.IsType<UpdateResult.Saved>(await _database.Writer.UpdateAsync(Anna, "foo.com", Inputs.Basic, null, default));
        Assert.Empty(Assert.IsType<SendersResult.Stored>(await Senders.LoadAsync(Anna, "foo.com", default)).NotPermitted);
    }

    [Fact]
    public async Task DeleteTenant_ItsRuleGoesWithIt()
    {
        Stored(await Senders.SetAsync(Anna, "foo.com", null, OtherSenders.Replace, "", default));

        await using var db = await _database.ContextAsync();
        await db.Set<Tenant>().Where(t => t.Id == _database.FooId).ExecuteDeleteAsync();

        Assert.False(await db.Set<TenantSenders>().AnyAsync());
    }

    private static StoredSenders Stored(SendersResult result) => Assert.IsType<SendersResult.Stored>(result).Now;

    private async Task AssertRefusedAsync<TDecision>(ClaimsPrincipal person, string domain) => Assert.IsType<TDecision>(
        Assert.IsType<SendersResult.Refused>(await Senders.SetAsync(person, domain, null, OtherSenders.Replace, "", default)).Decision);
}
