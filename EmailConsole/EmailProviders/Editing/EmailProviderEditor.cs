using System.Security.Claims;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>The door to the four operations.</summary>
internal sealed class EmailProviderEditor(
    LoadEmailProvider load, UpdateEmailProvider update, RevertEmailProvider revert, PrepareEmailProvider prepare) : IEmailProviderEditor
{
    public Task<LoadResult> LoadAsync(ClaimsPrincipal person, string? tenantDomain, CancellationToken cancellationToken) =>
        load.LoadAsync(person, tenantDomain, cancellationToken);

    public Task<UpdateResult> UpdateAsync(
        ClaimsPrincipal person, string? tenantDomain, EmailProviderInput input, Guid? loadedVersion, CancellationToken cancellationToken) =>
        update.UpdateAsync(person, tenantDomain, input, loadedVersion, cancellationToken);

    public Task<UpdateResult> RevertAsync(
        ClaimsPrincipal person, string? tenantDomain, Guid loadedVersion, CancellationToken cancellationToken) =>
        revert.RevertAsync(person, tenantDomain, loadedVersion, cancellationToken);

    public Task<PrepareResult> PrepareAsync(Tenant tenant, EmailProviderInput input, CancellationToken cancellationToken) =>
        prepare.PrepareAsync(tenant, input, cancellationToken);
}
