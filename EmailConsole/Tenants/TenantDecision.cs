namespace EmailConsole.Tenants;

/// <summary>The answer to "may this person do that in this tenant". A closed list.</summary>
public abstract record TenantDecision
{
    private TenantDecision()
    {
    }

    /// <param name="Tenant">The tenant, as stored now.</param>
    /// <param name="Actor">Who acts.</param>
    public sealed record Granted(Tenant Tenant, Actor Actor) : TenantDecision;

    /// <summary>The tenant does not exist, or the person has nothing to do with it: answered alike.</summary>
    public sealed record NotFound : TenantDecision;

    /// <summary>The person's own tenant, but the role does not suffice.</summary>
    public sealed record Forbidden : TenantDecision;

    /// <summary>Nobody is signed in, or not any more.</summary>
    public sealed record NotSignedIn : TenantDecision;
}
