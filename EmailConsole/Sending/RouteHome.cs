using EmailConsole.EmailProviders;

namespace EmailConsole.Sending;

/// <summary>Beside which channel a tenant's lane stands.</summary>
internal static class RouteHome
{
    /// <summary>
    /// A tenant's own providers are used by its lane alone, and so their channels can be wherever that is. The super tenant's are used by many:
    /// where one of them is in the route, the lane stands with the first of them, whether that one is in force or not: a change of the file moves no lane.
    /// </summary>
    /// <param name="route">Of the tenant, in order.</param>
    /// <returns>Null: the tenant has no provider.</returns>
    public static ProviderId? Of(IReadOnlyList<ProviderInForce> route) =>
        route.FirstOrDefault(p => p.Origin == ProviderOrigin.SuperTenant) is { } platform ? ProviderId.FirstOf(platform.OwnerTenantId)
        : route.Count > 0 ? route[0].Id
        : null;

    /// <summary>The place of a provider in the route of its owner, from 0: behind a tenant's own, the super tenant's begin with 0 again.</summary>
    public static int PlaceOf(IReadOnlyList<ProviderInForce> route, int place) => route.Take(place).Count(p => p.OwnerTenantId == route[place].OwnerTenantId);

    /// <returns>The providers that are where a lane stands, and do not say where that is.</returns>
    public static IReadOnlySet<ProviderId> Others(IEnumerable<IReadOnlyList<ProviderInForce>> routes) =>
        routes.SelectMany(route => route.Select(p => p.Id).Where(id => id != Of(route))).ToHashSet();
}
