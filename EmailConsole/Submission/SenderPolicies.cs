using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Persistence;
using EmailConsole.Submission.Intake;
using EmailConsole.Tenants;

namespace EmailConsole.Submission;

/// <summary>
/// Whom the programs of each tenant may name in From. Read anew twice a second at most, so that what another node has changed holds here
/// within a second; what this one changes is forgotten at once.
/// </summary>
internal sealed class SenderPolicies(IEffectiveProvider providers, SenderRules rules, TimeProvider time) : IEmailProviderChanged, IProgramSendersChanged, IDisposable
{
    private const int Capacity = 10_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly BoundedCache<Guid, Lazy<Task<SenderPolicy?>>> _reads = new(Capacity, time);

    /// <returns>Null: the tenant has no provider in force, so that nothing could send its messages.</returns>
    public async ValueTask<SenderPolicy?> FindAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        var read = FindRead(tenantId);
        try
        {
            return await read.Value.WaitAsync(cancellationToken);
        }
        catch (Exception) when (read.Value.IsFaulted)
        {
            Changed(tenantId);
            throw;
        }
    }

    public void Changed(Guid tenantId)
    {
        lock (_gate)
        {
            _reads.Remove(tenantId);
        }
    }

    public Task ChangedAsync(Guid ownerTenantId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (ownerTenantId == TenantDomain.SuperTenantId)
            {
                _reads.Clear();
            }
            else
            {
                _reads.Remove(ownerTenantId);
            }
        }

        return Task.CompletedTask;
    }

    public void Dispose() => _reads.Dispose();

    // Messages that come together read together; none waits longer than for one reading
    private Lazy<Task<SenderPolicy?>> FindRead(Guid tenantId)
    {
        lock (_gate)
        {
            if (!_reads.TryGet(tenantId, out var read))
            {
                _reads.Set(tenantId, read = new Lazy<Task<SenderPolicy?>>(() => ReadAsync(tenantId)), Fresh);
            }

            return read;
        }
    }

    private async Task<SenderPolicy?> ReadAsync(Guid tenantId)
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
