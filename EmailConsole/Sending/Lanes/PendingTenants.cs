using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace EmailConsole.Sending.Lanes;

/// <summary>Tenants for whom something is to be done, each once until somebody does it. Bears any thread, waits for nobody.</summary>
internal class PendingTenants
{
    private readonly ConcurrentDictionary<Guid, bool> _waiting = new();
    private readonly Channel<Guid> _tenants = Channel.CreateUnbounded<Guid>();

    public void Add(Guid tenantId)
    {
        if (_waiting.TryAdd(tenantId, true))
        {
            _tenants.Writer.TryWrite(tenantId);
        }
    }

    public async IAsyncEnumerable<Guid> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var tenant in _tenants.Reader.ReadAllAsync(cancellationToken))
        {
            // Whoever adds it from here on may have more to say
            _waiting.TryRemove(tenant, out _);
            yield return tenant;
        }
    }
}

/// <summary>Tenants whose lane is loaded here, and belongs to another node.</summary>
internal sealed class LanesElsewhere : PendingTenants;

/// <summary>Tenants whose lane should be loaded.</summary>
internal sealed class LaneWakes : PendingTenants
{
    public void Wake(Guid tenantId) => Add(tenantId);
}
