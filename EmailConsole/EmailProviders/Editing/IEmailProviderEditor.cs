using System.Security.Claims;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>Loads, updates and reverts a tenant's provider, for the page and for the API. Authorises every call.</summary>
public interface IEmailProviderEditor
{
    Task<LoadResult> LoadAsync(ClaimsPrincipal person, string? tenantDomain, CancellationToken cancellationToken);

    /// <param name="person">Who saves.</param>
    /// <param name="tenantDomain">As in the route.</param>
    /// <param name="input">The form.</param>
    /// <param name="loadedVersion">The version the form was loaded with; null: there was none stored.</param>
    Task<UpdateResult> UpdateAsync(
        ClaimsPrincipal person, string? tenantDomain, EmailProviderInput input, Guid? loadedVersion, CancellationToken cancellationToken);

    /// <summary>Removes the tenant's own provider: the super tenant's is in force again.</summary>
    Task<UpdateResult> RevertAsync(
        ClaimsPrincipal person, string? tenantDomain, Guid loadedVersion, CancellationToken cancellationToken);

    /// <summary>
    /// Validates unsaved values and joins them with the stored secrets, which follow under the same rule as in an update.
    /// Not authorised here: the caller did that.
    /// </summary>
    Task<PrepareResult> PrepareAsync(Tenants.Tenant tenant, EmailProviderInput input, CancellationToken cancellationToken);
}
