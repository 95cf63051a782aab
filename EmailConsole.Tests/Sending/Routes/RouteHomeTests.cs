using EmailConsole.EmailProviders;
using EmailConsole.Sending;

namespace EmailConsole.Tests.Sending.Routes;

public sealed class RouteHomeTests
{
    private static readonly ProviderInForce First = New(ProviderOrigin.Tenant);
    private static readonly ProviderInForce Second = New(ProviderOrigin.Tenant);
    private static readonly ProviderInForce Platform = New(ProviderOrigin.SuperTenant);

    [Fact]
    public void Of_ARoute_IsWithTheSuperTenantsOrElseTheFirst()
    {
        Assert.Equal(First.Id, RouteHome.Of([First, Second]));
        Assert.Equal(Platform.Id, RouteHome.Of([First, Second, Platform]));
        Assert.Null(RouteHome.Of([]));
    }

    [Fact]
    public void Others_OfRoutes_AreThoseThatGoAlong() =>
        Assert.Equal([First.Id, Second.Id], RouteHome.Others([[First, Second, Platform], [Platform], []]).OrderBy(id => id == Second.Id));

    private static ProviderInForce New(ProviderOrigin origin) =>
        new(origin, Guid.Empty, Guid.Empty, new EmailProviderSettings(), EmailProviderSecrets.None) { Id = new ProviderId(Guid.NewGuid()) };
}
