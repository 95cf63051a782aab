using System.Collections.Concurrent;
using EmailConsole.Delivery.Mime;
using EmailConsole.EmailProviders;
using EmailConsole.Tenants;

namespace EmailConsole.Outbox.Admission;

/// <summary>
/// The domain that a tenant's messages carry in their Message-ID: the From Address's. Kept in memory, because to ask for the
/// provider in force costs a query and a decryption, until a provider changes.
/// </summary>
internal sealed class SenderDomains(IEffectiveProvider providers) : IEmailProviderChanged
{
    private const int Most = 100_000;

    private readonly ConcurrentDictionary<Guid, string> _known = new();
    private long _changes;

    /// <returns>Null where the tenant has no provider in force: nothing could send its messages.</returns>
    public ValueTask<string?> FindAsync(Guid tenantId, string tenantDomain, CancellationToken cancellationToken) =>
        _known.TryGetValue(tenantId, out var known)
            ? ValueTask.FromResult<string?>(known)
            : new ValueTask<string?>(AskAsync(tenantId, tenantDomain, cancellationToken));

    public Task ChangedAsync(Guid ownerTenantId, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _changes);
        if (ownerTenantId == TenantDomain.SuperTenantId)
        {
            _known.Clear();
        }
        else
        {
            _known.TryRemove(ownerTenantId, out _);
        }

        return Task.CompletedTask;
    }

    private async Task<string?> AskAsync(Guid tenantId, string tenantDomain, CancellationToken cancellationToken)
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

        var domain = WireAddress.TryParse(settings.FromAddress, out var from) ? from.Domain.ToLowerInvariant() : tenantDomain;
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        // What changed meanwhile may have been read before it did
        _known[tenantId] = domain;
        if (Interlocked.Read(ref _changes) != before)
        {
            _known.TryRemove(tenantId, out _);
        }

        return domain;
    }
}
