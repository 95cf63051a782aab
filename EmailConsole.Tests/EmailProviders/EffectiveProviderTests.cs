using EmailConsole.Delivery.Pool;
using EmailConsole.Delivery.Smtp;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.EmailProviders;

public sealed class EffectiveProviderTests : IAsyncLifetime
{
    private readonly ProviderDatabase _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Find_NoneOfItsOwn_IsTheSuperTenants() =>
        Assert.Equal(_database.SuperTenant.LentTo("foo.com"), await _database.Effective.FindAsync(_database.FooId, default));

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
        Assert.Equal(_database.SuperTenant.LentTo("bar.com"), await _database.Effective.FindAsync(_database.BarId, default));
    }

    [Theory]
    [InlineData(4.9, true)]
    [InlineData(5, false)]
    [InlineData(-1, false)]
    public async Task Resolve_RemovedThroughTheApi_IsBeingReplacedForFiveSeconds(double passed, bool isAwaited)
    {
        await SaveAsync(Inputs.Basic);
        await RemoveAsync(passed);

        var resolution = await _database.Effective.ResolveAsync(_database.FooId, default);

        if (isAwaited)
        {
            var replaced = Assert.IsType<ProviderResolution.BeingReplaced>(resolution);
            Assert.Equal((Inputs.BasicSettings, ProviderDatabase.Start.AddSeconds(5)), (replaced.Removed, replaced.Until));
            Assert.Null(await _database.Effective.FindAsync(_database.FooId, default));
        }
        else
        {
            Assert.Equal(_database.SuperTenant.LentTo("foo.com"), Assert.IsType<ProviderResolution.InForce>(resolution).Provider);
        }
    }

    [Theory]
    [InlineData(4.9, true)]
    [InlineData(6, false)]
    public async Task Update_AfterARemoval_TakesOverTheSecretsWhileTheyAreKeptForThat(double passed, bool isKept)
    {
        await SaveAsync(Inputs.Basic);
        await RemoveAsync(passed);

        var result = await _database.Writer.UpdateAsync(_database.Person("anna@foo.com"), "foo.com", Inputs.Basic.WithoutSecret(), null, default);

        if (isKept)
        {
            Assert.IsType<UpdateResult.Saved>(result);
            Assert.Equal(Inputs.Password, (await _database.Effective.FindAsync(_database.FooId, default))!.Secrets.Password);
        }
        else
        {
            Assert.Equal(nameof(EmailProviderInput.Password), Assert.Single(Assert.IsType<UpdateResult.Invalid>(result).Errors).Field);
            await SaveAsync(Inputs.Basic.With(s => s with { AuthenticationType = AuthenticationType.None }).WithoutSecret());
            Assert.Equal(EmailProviderSecrets.None, (await _database.Effective.FindAsync(_database.FooId, default))!.Secrets);
        }
    }

    [Fact]
    public async Task Resolve_SenderOverThePlatform_IsThePlatformsButForTheSender()
    {
        var sender = new EmailProviderSettings { Server = ProviderServer.Platform, FromAddress = "codes@mail.foo.com", ReplyTo = "help@foo.com" };
        await SaveAsync(new EmailProviderInput(sender, SecretInput.Keep, SecretInput.Keep));

        var inForce = await _database.Effective.FindAsync(_database.FooId, default);

        var platform = FakeSuperTenant.Platform;
        Assert.Equal((platform.Origin, platform.OwnerTenantId, platform.Secrets), (inForce!.Origin, inForce.OwnerTenantId, inForce.Secrets));
        Assert.Equal(
            platform.Settings with
            {
                Server = ProviderServer.Platform,
                FromAddress = "codes@mail.foo.com",
                ReplyTo = "help@foo.com",
                DisplayName = null,
                DisplayNameMode = DisplayNameMode.LeaveToServer,
            },
            inForce.Settings);
        Assert.Equal(ConnectionIdentity.DigestOf(platform), ConnectionIdentity.DigestOf(inForce));
        Assert.Equal(ServerKey.Of(platform), ServerKey.Of(inForce));
        Assert.Equal([TenantProvider.OwnSender], (await _database.Services.GetRequiredService<ITenantProviderSummary>().FindAsync([_database.FooId], default)).Values);
        _database.SuperTenant.Remove();
        Assert.IsType<ProviderResolution.None>(await _database.Effective.ResolveAsync(_database.FooId, default));
    }

    [Fact]
    public async Task Find_PlatformWithStandbys_IsTheWholeRouteInOrderByTheNamesThatEachMayRead()
    {
        var standbys = _database.SuperTenant.SetStandbys(FakeSuperTenant.Standby("First backup"), FakeSuperTenant.Standby("Off", isEnabled: false), FakeSuperTenant.Standby("Second backup"));
        ProviderId[] ids = [FakeSuperTenant.Platform.Id, standbys[0].Id, standbys[2].Id];

        var inherited = await _database.Effective.FindRouteAsync(_database.FooId, default);
        var own = await _database.Effective.FindRouteAsync(TenantDomain.SuperTenantId, default);

        Assert.Equal(ids, inherited.Select(p => p.Id));
        Assert.Equal(ids, own.Select(p => p.Id));
        Assert.Equal(["The super tenant's provider", "The super tenant's provider, standby 1", "The super tenant's provider, standby 2"], inherited.Select(p => p.Name));
        Assert.Equal(["smtp.platform.example", "First backup", "Second backup"], own.Select(p => p.Name));
        Assert.All(inherited.Concat(own), p => Assert.Equal((ProviderOrigin.SuperTenant, TenantDomain.SuperTenantId), (p.Origin, p.OwnerTenantId)));
        Assert.Equal([TenantProvider.SuperTenant], (await _database.Services.GetRequiredService<ITenantProviderSummary>().FindAsync([_database.FooId], default)).Values);
    }

    [Fact]
    public async Task Find_StandbyAlone_IsInForceByNoNameOfTheSuperTenants()
    {
        var standby = Assert.Single(_database.SuperTenant.SetStandbys(FakeSuperTenant.Standby()));
        _database.SuperTenant.Remove();

        var provider = await _database.Effective.FindAsync(_database.FooId, default);

        Assert.Equal((standby.Id, ""), (provider!.Id, provider.Name));
    }

    [Fact]
    public async Task Find_SenderOverThePlatformWithStandbys_IsThatSenderOverEach()
    {
        _database.SuperTenant.SetStandbys(FakeSuperTenant.Standby());
        await SaveAsync(new EmailProviderInput(
            new EmailProviderSettings { Server = ProviderServer.Platform, FromAddress = "codes@mail.foo.com" }, SecretInput.Keep, SecretInput.Keep));

        var route = await _database.Effective.FindRouteAsync(_database.FooId, default);

        Assert.Equal(["smtp.platform.example", "standby.platform.example"], route.Select(p => p.Settings.Host));
        Assert.All(route, p => Assert.Equal(("codes@mail.foo.com", ProviderServer.Platform), (p.Settings.FromAddress, p.Settings.Server)));
        Assert.Equal(["The super tenant's server", "The super tenant's server, standby 1"], route.Select(p => p.Name));
        Assert.Single(route.Select(p => p.Version).Distinct());
    }

    [Fact]
    public void SentThrough_ClientCredentials_SignsInAsThePlatform()
    {
        var platform = FakeSuperTenant.Platform with
        {
            Settings = Inputs.ClientCredentialSettings with { FromAddress = "no-reply@platform.example" },
            Secrets = new EmailProviderSecrets(null, Inputs.ClientSecret),
        };
        var settings = new EmailProviderSettings { Server = ProviderServer.Platform, FromAddress = "codes@foo.com" }.SentThrough(platform.Settings);

        Assert.Equal(("codes@foo.com", "no-reply@platform.example"), (settings.FromAddress, settings.SignInName));
        Assert.Equal(ConnectionIdentity.DigestOf(platform), ConnectionIdentity.DigestOf(platform with { Settings = settings }));
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

    private async Task RemoveAsync(double secondsAgo)
    {
        await using var db = await _database.ContextAsync();
        await db.Set<EmailProvider>().ExecuteUpdateAsync(s => s.SetProperty(p => p.RemovedUntil, ProviderDatabase.Start.AddSeconds(5)));
        if (secondsAgo < 0)
        {
            _database.Time.AdjustTime(ProviderDatabase.Start.AddSeconds(secondsAgo));
        }
        else
        {
            _database.Time.Advance(TimeSpan.FromSeconds(secondsAgo));
        }
    }

    private async Task SaveAsync(EmailProviderInput input) =>
        Assert.IsType<UpdateResult.Saved>(await _database.Writer.UpdateAsync(_database.Person("anna@foo.com"), "foo.com", input, null, default));
}
