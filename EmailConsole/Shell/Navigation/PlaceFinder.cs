using System.Security.Claims;
using EmailConsole.Sending.Nodes;
using EmailConsole.Tenants;

namespace EmailConsole.Shell.Navigation;

/// <summary>Finds out where a person is, and so what the navigation may show.</summary>
internal sealed class PlaceFinder(TenantAccess access, IActorSource actors, ManageNodes nodes, IHostEnvironment environment)
{
    private const string TenantPrefix = "t/";

    /// <param name="person">The signed-in person.</param>
    /// <param name="path">Relative to the base address, such as <c>t/foo.com/people</c>.</param>
    /// <param name="before">The tenant whose pages were shown before: where the path names none, one stays there; null: none.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>Null when nobody is signed in.</returns>
    public async Task<Place?> FindAsync(ClaimsPrincipal person, string path, string? before, CancellationToken cancellationToken)
    {
        if ((TenantOf(path) ?? before) is { } domain
            && await access.DecideAsync(person, domain, TenantPermission.View, cancellationToken) is TenantDecision.Granted granted)
        {
            return Create(granted.Actor, granted.Tenant.Domain);
        }

        return await actors.FindAsync(person, cancellationToken) is { } actor ? Create(actor, actor.TenantDomain) : null;
    }

    internal static string? TenantOf(string path)
    {
        if (!path.StartsWith(TenantPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var end = path.IndexOfAny(['/', '?', '#'], TenantPrefix.Length);
        return Uri.UnescapeDataString(end < 0 ? path[TenantPrefix.Length..] : path[TenantPrefix.Length..end]);
    }

    private Place Create(Actor actor, string domain) =>
        new(actor, domain, actor.Role == ActorRole.Administrator, environment.IsDevelopment())
        {
            HasNodes = actor.IsPlatformAdministrator && nodes.HasNodes,
        };
}

/// <summary>Where in the console a person is.</summary>
/// <param name="Actor">The person.</param>
/// <param name="Domain">The tenant whose pages are shown: that of the address, else the person's own.</param>
/// <param name="MayAdminister">Whether pages for administrators of that tenant lead somewhere.</param>
/// <param name="HasDevelopmentMailbox">Whether the development mailbox is on.</param>
public sealed record Place(Actor Actor, string Domain, bool MayAdminister, bool HasDevelopmentMailbox)
{
    /// <summary>Whether the page of the nodes leads somewhere.</summary>
    public bool HasNodes { get; init; }

    /// <summary>A super tenant administrator in another tenant.</summary>
    public bool IsForeign => Domain != Actor.TenantDomain;
}
