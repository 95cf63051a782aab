using System.Collections.Concurrent;
using System.Threading.Channels;

namespace EmailConsole.Outbox.Lanes;

/// <summary>Tenants whose lane should be loaded, each once until somebody does it. Bears any thread, waits for nobody.</summary>
internal sealed class LaneWakes
{
    private readonly ConcurrentDictionary<Guid, bool> _waiting = new();
    private readonly Channel<Guid> _tenants = Channel.CreateUnbounded<Guid>();

    public void Wake(Guid tenantId)
    {
        if (_waiting.TryAdd(tenantId, true))
        {
            _tenants.Writer.TryWrite(tenantId);
        }
    }

    public async IAsyncEnumerable<Guid> ReadAllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var tenant in _tenants.Reader.ReadAllAsync(cancellationToken))
        {
            // Whoever wakes it from here on may have more to say
            _waiting.TryRemove(tenant, out _);
            yield return tenant;
        }
    }
}
