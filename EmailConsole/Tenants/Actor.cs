using System.Security.Claims;

namespace EmailConsole.Tenants;

/// <summary>What a person may do in their own tenant.</summary>
public enum ActorRole
{
    /// <summary>Views; tests the stored settings only.</summary>
    Operator = 0,

    /// <summary>Everything in the tenant.</summary>
    Administrator = 1,
}

/// <summary>The person who acts, as the database knows them now (not as a cookie remembers them).</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Username"><c>user@tenant-domain</c>.</param>
/// <param name="Email">Where the person reads mail; null if unknown.</param>
/// <param name="TenantId">The tenant that the account belongs to.</param>
/// <param name="TenantDomain">Its domain.</param>
/// <param name="Role">The role in that tenant.</param>
public sealed record Actor(Guid AccountId, string Username, string? Email, Guid TenantId, string TenantDomain, ActorRole Role)
{
    /// <summary>May change the tenant's email provider whatever the role: a program that was given that alone.</summary>
    public bool ManagesProvider { get; init; }

    /// <summary>Administrators of the super tenant manage tenants and may act in any of them.</summary>
    public bool IsPlatformAdministrator => Role == ActorRole.Administrator && Tenants.TenantDomain.IsSuper(TenantDomain);
}

/// <summary>Finds the person behind a principal. Accounts implements it.</summary>
public interface IActorSource
{
    /// <returns>
    /// Null when nobody is signed in, or when the session was ended (signed out, password reset) or the account or its
    /// tenant deactivated since: the answer comes from the database at every call.
    /// </returns>
    Task<Actor?> FindAsync(ClaimsPrincipal principal, CancellationToken cancellationToken);
}
