using System.Security.Claims;
using EmailConsole.Accounts.People;
using EmailConsole.Deliveries;
using EmailConsole.Shell.Navigation;
using EmailConsole.Tenants;

namespace EmailConsole.Shell.Palette;

/// <summary>Finds where a person may go: each source decides anew who asks, and answers a handful.</summary>
internal sealed class FindEntries(PlaceFinder places, FindTenants tenants, FindPeople people, ViewDeliveries deliveries)
{
    /// <summary>Characters of a text.</summary>
    public const int MaxLength = 320;

    private const int MostOfAKind = 6;

    /// <param name="person">The signed-in person.</param>
    /// <param name="domain">The tenant whose pages are shown; null: their own.</param>
    /// <param name="text">What they typed; blank: the pages.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlyList<PaletteEntry>> HandleAsync(ClaimsPrincipal person, string? domain, string text, CancellationToken cancellationToken)
    {
        if (await places.FindAsync(person, "", domain, cancellationToken) is not { } place)
        {
            return [];
        }

        var sought = text.Length > MaxLength ? text[..MaxLength].Trim() : text.Trim();
        var pages = PagesOf(place).Where(p => p.Title.Contains(sought, StringComparison.OrdinalIgnoreCase));
        if (sought.Length == 0)
        {
            return [.. pages];
        }

        if (Guid.TryParse(sought, out var id))
        {
            return await MessageAsync(person, place, id, cancellationToken);
        }

        var domains = await tenants.ByPrefixAsync(person, sought, cancellationToken);
        var found = await people.ByPrefixAsync(person, sought, MostOfAKind, cancellationToken);
        return
        [
            .. pages,
            .. domains.Take(MostOfAKind).Select(d => new PaletteEntry("Tenant", d, "Email Provider", ConsoleRoutes.EmailProvider(d))),
            .. found.Select(p => new PaletteEntry("Person", p.Username, $"People of {p.TenantDomain}", ConsoleRoutes.People(p.TenantDomain)) { Search = p.Username }),
        ];
    }

    private async Task<IReadOnlyList<PaletteEntry>> MessageAsync(ClaimsPrincipal person, Place place, Guid id, CancellationToken cancellationToken)
    {
        var isAcross = place.Actor.IsPlatformAdministrator;
        var domain = isAcross ? TenantDomain.Super : place.Domain;
        if (await deliveries.FindAsync(person, domain, isAcross, id, cancellationToken) is not { } story)
        {
            return [];
        }

        return [new PaletteEntry("Message", $"To {story.Email.Recipients[0].Address}", id.ToString(), $"{ConsoleRoutes.Deliveries(domain)}?message={id:N}")];
    }

    private static IEnumerable<PaletteEntry> PagesOf(Place place)
    {
        yield return Page("Email Provider", ConsoleRoutes.EmailProvider(place.Domain), place.Domain);
        yield return Page("Deliveries", ConsoleRoutes.Deliveries(place.Domain), place.Domain);
        yield return Page("Webhooks", ConsoleRoutes.Webhooks(place.Domain), place.Domain);
        if (place.MayAdminister)
        {
            yield return Page("People", ConsoleRoutes.People(place.Domain), place.Domain);
            yield return Page("API keys", ConsoleRoutes.ApiKeys(place.Domain), place.Domain);
        }

        if (place.Actor.IsPlatformAdministrator)
        {
            yield return Page("Tenants", ConsoleRoutes.Tenants, null);
        }

        if (place.HasNodes)
        {
            yield return Page("Nodes", ConsoleRoutes.Nodes, null);
        }

        if (place.HasDevelopmentMailbox)
        {
            yield return Page("Development mailbox", ConsoleRoutes.DevelopmentMailbox, null);
        }

        yield return Page("API reference", ConsoleRoutes.Reference(place.Domain), place.Domain) with { LeavesConsole = true };
        yield return Page("Change password", ConsoleRoutes.Password, null);
    }

    private static PaletteEntry Page(string title, string address, string? domain) => new("Page", title, domain, address);
}

/// <summary>Somewhere to go.</summary>
/// <param name="Kind">What it is, in a word.</param>
/// <param name="Title">What is looked for.</param>
/// <param name="Detail">Where it leads; null where the title says it.</param>
/// <param name="Address">Within the console.</param>
public sealed record PaletteEntry(string Kind, string Title, string? Detail, string Address)
{
    /// <summary>A username to look for there, which stands in no address.</summary>
    public string? Search { get; init; }

    /// <summary>No page of the console's own.</summary>
    public bool LeavesConsole { get; init; }
}
