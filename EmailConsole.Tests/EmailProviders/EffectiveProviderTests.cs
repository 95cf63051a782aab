using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.EmailProviders;

public sealed class EffectiveProviderTests : IAsyncLifetime
{
    private readonly ProviderDatabase _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Find_NoneOfItsOwn_IsTheSuperTenants() =>
        Assert.Same(FakeSuperTenant.Platform, await _database.Effective.FindAsync(_database.FooId, default));

    [Fact]
    public async Task Find_SuperTenant_IsTheFiles() =>
        Assert.Same(FakeSuperTenant.Platform, await _database.Effective.FindAsync(TenantDomain.SuperTenantId, default));

    [Fact]
    public async Task Find_NeitherHasOne_IsNull()
    {
        _database.SuperTenant.Remove();

        Assert.Null(await _database.Effective.FindAsync(_database.FooId, default));
        Assert.Null(await _database.Effective.FindAsync(TenantDomain.SuperTenantId, default));
    }

    [Fact]
    public async Task Find_Own_InheritsNothing()
    {
        await SaveAsync(Inputs.Basic.With(s => s with { AuthenticationType = AuthenticationType.None }).WithoutSecret());

        var inForce = await _database.Effective.FindAsync(_database.FooId, default);

        Assert.Equal(ProviderOrigin.Tenant, inForce!.Origin);
        Assert.Equal(_database.FooId, inForce.OwnerTenantId);
        Assert.Equal(EmailProviderSecrets.None, inForce.Secrets);
        Assert.Null(inForce.Settings.Username);
        Assert.Null(inForce.Settings.ReplyTo);
        Assert.Null(inForce.Settings.DisplayName);
        Assert.Equal(FakeSuperTenant.Platform, await _database.Effective.FindAsync(_database.BarId, default));
    }

    [Fact]
    public async Task Summary_PageOfTenants_SaysWhoseProviderIsInForce()
    {
        await SaveAsync(Inputs.Basic);
        var summary = _database.Services.GetRequiredService<ITenantProviderSummary>();
        Guid[] page = [_database.FooId, _database.BarId, TenantDomain.SuperTenantId];

        var found = await summary.FindAsync(page, default);
        Assert.Equal([TenantProvider.Own, TenantProvider.SuperTenant, TenantProvider.SuperTenant], page.Select(id => found[id]));

        _database.SuperTenant.Remove();
        found = await summary.FindAsync(page, default);
        Assert.Equal([TenantProvider.Own, TenantProvider.None, TenantProvider.None], page.Select(id => found[id]));
        Assert.Empty(await summary.FindAsync([], default));
    }

    private async Task SaveAsync(EmailProviderInput input) =>
        Assert.IsType<UpdateResult.Saved>(await _database.Editor.UpdateAsync(_database.Person("anna@foo.com"), "foo.com", input, null, default));
}
