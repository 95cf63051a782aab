using EmailConsole.EmailProviders;
using EmailConsole.Persistence;
using EmailConsole.Submission.Intake;
using EmailConsole.Tenants;

namespace EmailConsole.Submission;

/// <summary>Whom each tenant's programs may name in From: kept in memory until a provider changes, since to ask costs a query and a decryption.</summary>
internal sealed class SenderPolicies(IEffectiveProvider providers, TimeProvider time) : IEmailProviderChanged, IDisposable
{
    private const int Capacity = 100_000;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly BoundedCache<Guid, SenderPolicy> _known = new(Capacity, time);
    private long _changes;

    /// <returns>Null where the tenant has no provider in force: nothing could send its messages.</returns>
    public ValueTask<SenderPolicy?> FindAsync(Guid tenantId, string tenantDomain, CancellationToken cancellationToken) =>
        _known.TryGet(tenantId, out var known) ? new(known) : new(AskAsync(tenantId, cancellationToken));

    public Task ChangedAsync(Guid ownerTenantId, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _changes);
        if (ownerTenantId == TenantDomain.SuperTenantId)
        {
            _known.Clear();
        }
        else
        {
            _known.Remove(ownerTenantId);
        }

        return Task.CompletedTask;
    }

    public void Dispose() => _known.Dispose();

    private async Task<SenderPolicy?> AskAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        var before = Interlocked.Read(ref _changes);
        var settings = await providers.ResolveAsync(tenantId, cancellationToken) switch
        {
            ProviderResolution.InForce inForce => inForce.Provider.Settings,

            // Nothing is refused meanwhile: it waits
            ProviderResolution.BeingReplaced replaced => replaced.Removed,
            _ => null,
        };
        if (settings is null)
        {
            return null;
        }

        var policy = new SenderPolicy(settings.FromAddress, OtherSenders.Refuse, []);
        _known.Set(tenantId, policy, Kept);

        // What changed meanwhile may have been read before it did
        if (Interlocked.Read(ref _changes) != before)
        {
            _known.Remove(tenantId);
        }

        return policy;
    }
}
