using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Persistence;
using EmailConsole.Submission.Intake;
using EmailConsole.Tenants;

namespace EmailConsole.Submission;

/// <summary>Whom the programs of each tenant may name in From. What this process changes is forgotten at once.</summary>
internal sealed class SenderPolicies(IEffectiveProvider providers, SenderRules rules, TimeProvider time) : IEmailProviderChanged, IProgramSendersChanged, IDisposable
{
    private readonly BriefCache<Guid, SenderPolicy?> _policies = new(tenantId => ReadAsync(providers, rules, tenantId), time);

    /// <returns>Null: the tenant has no provider in force, so that nothing could send its messages.</returns>
    public ValueTask<SenderPolicy?> FindAsync(Guid tenantId, CancellationToken cancellationToken) => _policies.FindAsync(tenantId, cancellationToken);

    public void Changed(Guid tenantId) => _policies.Forget(tenantId);

    public Task ChangedAsync(Guid ownerTenantId, CancellationToken cancellationToken)
    {
        if (ownerTenantId == TenantDomain.SuperTenantId)
        {
            _policies.Clear();
        }
        else
        {
            _policies.Forget(ownerTenantId);
        }

        return Task.CompletedTask;
    }

    public void Dispose() => _policies.Dispose();

    private static async Task<SenderPolicy?> ReadAsync(IEffectiveProvider providers, SenderRules rules, Guid tenantId)
    {
        var resolution = await providers.ResolveAsync(tenantId, CancellationToken.None);
        var from = resolution switch
        {
            ProviderResolution.InForce inForce => inForce.Provider.Settings.FromAddress,

            // Nothing is refused meanwhile: it waits
            ProviderResolution.BeingReplaced replaced => replaced.Removed.FromAddress,
            _ => null,
        };
        if (from is null)
        {
            return null;
        }

        var rule = await rules.ReadAsync(tenantId, CancellationToken.None);
        return new SenderPolicy(from, rule.Mode, rule.Allowed) { Permitted = (resolution as ProviderResolution.InForce)?.Provider.Permitted };
    }
}
