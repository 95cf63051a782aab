using System.Security.Claims;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.EmailProviders.Editing;

public sealed class RevertEmailProviderTests : IAsyncLifetime
{
    private readonly ProviderDatabase _database = new();

    private StoredEmailProvider _first = null!;

    private ClaimsPrincipal Anna => _database.Person("anna@foo.com");

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        _first = Assert.IsType<UpdateResult.Saved>(
            await _database.Writer.UpdateAsync(Anna, "foo.com", Inputs.Basic, null, default)).Stored!;
    }

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Revert_Own_PutsTheSuperTenantsInForce()
    {
        var result = await _database.Writer.RevertAsync(Anna, "foo.com", _first.Version, default);

        Assert.Null(Assert.IsType<UpdateResult.Saved>(result).Stored);
        Assert.Equal(_database.SuperTenant.LentTo("foo.com"), await _database.Effective.FindAsync(_database.FooId, default));
        Assert.Equal([_database.FooId, _database.FooId], _database.Listener.Told);
        Assert.False(await IsStoredAsync());
    }

    [Fact]
    public async Task Revert_SavedElsewhereSince_KeepsTheirs()
    {
        var theirs = Assert.IsType<UpdateResult.Saved>(await _database.Writer.UpdateAsync(
            Anna, "foo.com", Inputs.Basic.With(s => s with { ReplyTo = "help@foo.com" }), _first.Version, default)).Stored;

        var result = await _database.Writer.RevertAsync(Anna, "foo.com", _first.Version, default);

        Assert.Equal(theirs, Assert.IsType<UpdateResult.ChangedElsewhere>(result).Theirs);
        Assert.True(await IsStoredAsync());
    }

    [Fact]
    public async Task Revert_Twice_SaysThatSomebodyDid()
    {
        await _database.Writer.RevertAsync(Anna, "foo.com", _first.Version, default);

        var result = await _database.Writer.RevertAsync(Anna, "foo.com", _first.Version, default);

        Assert.Null(Assert.IsType<UpdateResult.ChangedElsewhere>(result).Theirs);
    }

    [Fact]
    public async Task Revert_WithoutTheRight_RemovesNothing()
    {
        var forbidden = await _database.Writer.RevertAsync(_database.Person("olga@foo.com", ActorRole.Operator), "foo.com", _first.Version, default);
        var foreign = await _database.Writer.RevertAsync(_database.Person("berta@bar.com"), "foo.com", _first.Version, default);
        var super = await _database.Writer.RevertAsync(_database.Person("admin@carbon.super"), "carbon.super", _first.Version, default);

        Assert.IsType<TenantDecision.Forbidden>(Assert.IsType<UpdateResult.Refused>(forbidden).Decision);
        Assert.IsType<TenantDecision.NotFound>(Assert.IsType<UpdateResult.Refused>(foreign).Decision);
        Assert.IsType<UpdateResult.ReadOnly>(super);
        Assert.True(await IsStoredAsync());
    }

    [Fact]
    public async Task Revert_VersionOfAnotherTenant_RemovesNothing()
    {
        var result = await _database.Writer.RevertAsync(_database.Person("berta@bar.com"), "bar.com", _first.Version, default);

        Assert.Null(Assert.IsType<UpdateResult.ChangedElsewhere>(result).Theirs);
        Assert.True(await IsStoredAsync());
    }

    private async Task<bool> IsStoredAsync()
    {
        await using var db = await _database.ContextAsync();
        return await db.Set<EmailProvider>().AnyAsync(p => p.TenantId == _database.FooId);
    }
}
