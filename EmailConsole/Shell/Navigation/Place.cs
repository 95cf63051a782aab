using EmailConsole.Tenants;

namespace EmailConsole.Shell.Navigation;

/// <summary>Where in the console a person is.</summary>
/// <param name="Actor">The person.</param>
/// <param name="Domain">The tenant whose pages are shown: that of the address, else the person's own.</param>
/// <param name="MayAdminister">Whether pages for administrators of that tenant lead somewhere.</param>
/// <param name="HasDevelopmentMailbox">Whether the development mailbox is on.</param>
public sealed record Place(Actor Actor, string Domain, bool MayAdminister, bool HasDevelopmentMailbox)
{
    /// <summary>A super tenant administrator in another tenant.</summary>
    public bool IsForeign => Domain != Actor.TenantDomain;
}
