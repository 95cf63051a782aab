using System.Security.Claims;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Submission;
using EmailConsole.Tenants;
using EmailConsole.Tests.EmailProviders;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Submission;

public sealed class SenderPoliciesTests : IAsyncLifetime
{
    private readonly ProviderDatabase _database = new();
    private SenderPolicies? _policies;

    private ClaimsPrincipal Anna => _database.Person("anna@foo.com");

    private SenderPolicies Policies => _policies!;

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        _policies = new SenderPolicies(_database.Effective, _database.Services.GetRequiredService<SenderRules>(), _database.Time);
    }

    public async Task DisposeAsync()
    {
        _policies?.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Find_OfTheProviderInForce_IsItsFromAddressAndTheTenantsRule()
    {
        var inherited = await Policies.FindAsync(_database.FooId, default);
        Assert.Equal((_database.SuperTenant.Current.InForce!.Settings.FromAddress, OtherSenders.Refuse), (inherited!.FromAddress, inherited.Mode));
        Assert.Equal("foo.com", inherited.Permitted!.TenantDomain);
        Assert.Null((await Policies.FindAsync(TenantDomain.SuperTenantId, default))!.Permitted);

        Assert.IsType<UpdateResult.Saved>(await _database.Writer.UpdateAsync(Anna, "foo.com", Inputs.Basic, null, default));
        await SetAsync(OtherSenders.Allow, "@lists.example");
        await Policies.ChangedAsync(_database.FooId, default);

        var own = await Policies.FindAsync(_database.FooId, default);
        Assert.Equal((Inputs.Basic.Settings.FromAddress, OtherSenders.Allow), (own!.FromAddress, own.Mode));
        Assert.Equal(["@lists.example"], own.Allowed);
        Assert.Null(own.Permitted);
    }

    [Fact]
    public async Task Find_WithinHalfASecond_IsReadOnce()
    {
        var first = await Policies.FindAsync(_database.FooId, default);
        await SetAsync(OtherSenders.Replace, "");

        Assert.Same(first, await Policies.FindAsync(_database.FooId, default));
        _database.Time.Advance(TimeSpan.FromMilliseconds(500));

        Assert.Equal(OtherSenders.Replace, (await Policies.FindAsync(_database.FooId, default))!.Mode);
    }

    [Fact]
    public async Task Changed_HereOrOfTheSuperTenant_IsReadAnewAtOnce()
    {
        var first = await Policies.FindAsync(_database.FooId, default);
        Policies.Changed(_database.FooId);
        var second = await Policies.FindAsync(_database.FooId, default);
        Assert.NotSame(first, second);

        await Policies.ChangedAsync(_database.BarId, default);
        Assert.Same(second, await Policies.FindAsync(_database.FooId, default));

        await Policies.ChangedAsync(TenantDomain.SuperTenantId, default);
        Assert.NotSame(second, await Policies.FindAsync(_database.FooId, default));
    }

    [Fact]
    public async Task Find_NoProviderInForce_IsNull()
    {
        Assert.IsType<UpdateResult.Saved>(await _database.Writer.UpdateAsync(Anna, "foo.com", Inputs.Basic, null, default));
        _database.SuperTenant.Remove();

        Assert.Null(await Policies.FindAsync(_database.BarId, default));
        Assert.NotNull(await Policies.FindAsync(_database.FooId, default));
    }

    private async Task SetAsync(OtherSenders mode, string allowed) => Assert.IsType<SendersResult.Stored>(
        await _database.Services.GetRequiredService<IProgramSenders>().SetAsync(Anna, "foo.com", null, mode, allowed, default));
}
