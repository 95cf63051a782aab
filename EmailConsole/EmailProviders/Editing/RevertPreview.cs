using System.Security.Claims;
using EmailConsole.EmailProviders.InForce;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>What becomes of mail that waits when a tenant's mail leaves through the super tenant's provider again. Authorises every call.</summary>
public interface IRevertPreview
{
    Task<StrandedMail> FindAsync(ClaimsPrincipal person, string? tenantDomain, CancellationToken cancellationToken);
}

internal sealed class RevertPreview(ProviderEdits edits, StoredProviders stored, EffectiveProvider effective, IEnumerable<IWaitingMail> mail) : IRevertPreview
{
    public async Task<StrandedMail> FindAsync(ClaimsPrincipal person, string? tenantDomain, CancellationToken cancellationToken)
    {
        var (granted, _) = await edits.DecideAsync(person, tenantDomain, cancellationToken);
        if (granted is null || effective.Inherited(granted.Tenant.Domain) is not ProviderResolution.InForce then)
        {
            return StrandedMail.None;
        }

        var own = (await stored.ListAsync(granted.Tenant.Id, cancellationToken)).Select(p => p.Row.Settings.FromAddress).Where(from => from.Length > 0).ToList();
        foreach (var waiting in mail)
        {
            if (await waiting.FindStrandedAsync(granted.Tenant.Id, own, then.Route, cancellationToken) is { Count: > 0 } found)
            {
                return found;
            }
        }

        return StrandedMail.None;
    }
}
