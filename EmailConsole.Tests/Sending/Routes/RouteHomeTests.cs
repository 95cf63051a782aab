using EmailConsole.EmailProviders;
using EmailConsole.Sending;
using EmailConsole.Tenants;

namespace EmailConsole.Tests.Sending.Routes;

public sealed class RouteHomeTests
{
    private static readonly Guid Owner = Guid.NewGuid();
    private static readonly ProviderInForce First = New(ProviderOrigin.Tenant);
    private static readonly ProviderInForce Second = New(ProviderOrigin.Tenant);
    private static readonly ProviderInForce Platform = New(ProviderOrigin.SuperTenant, TenantDomain.SuperTenantId);
    private static readonly ProviderInForce Standby = New(ProviderOrigin.SuperTenant);

    [Fact]
    public void Of_ARoute_IsWithTheSuperTenantsOrElseTheFirst()
    {
        Assert.Equal(First.Id, RouteHome.Of([First, Second]));
        Assert.Equal(Platform.Id, RouteHome.Of([First, Second, Platform]));
        Assert.Equal(Platform.Id, RouteHome.Of([First, Platform, Standby]));
        Assert.Null(RouteHome.Of([]));
    }

    [Fact]
    public void Of_TheSuperTenantsFirstIsNotInForce_IsWithItAllTheSame() => Assert.Equal(Platform.Id, RouteHome.Of([First, Standby]));

    [Fact]
    public void PlaceOf_TheSuperTenants_IsThatAmongItsOwn()
    {
        IReadOnlyList<ProviderInForce> route = [First, Second, Platform, Standby];

        Assert.Equal([0, 1, 0, 1], Enumerable.Range(0, 4).Select(place => RouteHome.PlaceOf(route, place)));
    }

    [Fact]
    public void Others_OfRoutes_AreThoseThatGoAlong() => Assert.Equal(
        new HashSet<ProviderId> { First.Id, Second.Id, Standby.Id }, RouteHome.Others([[First, Second, Platform, Standby], [Platform, Standby], []]));

    private static ProviderInForce New(ProviderOrigin origin, Guid? id = null) =>
        new(origin, origin == ProviderOrigin.SuperTenant ? TenantDomain.SuperTenantId : Owner, Guid.Empty, new EmailProviderSettings(), EmailProviderSecrets.None)
        {
            Id = new ProviderId(id ?? Guid.NewGuid()),
        };
}
