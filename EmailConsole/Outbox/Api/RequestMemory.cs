using EmailConsole.Rest;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Api;

/// <summary>Why a request gets no more memory.</summary>
internal enum MemoryRefusal
{
    /// <summary>It gets it.</summary>
    None = 0,

    /// <summary>The tenant's other requests in progress hold its share.</summary>
    OwnShare = 1,

    /// <summary>The requests of other tenants hold too much.</summary>
    Others = 2,
}

/// <summary>
/// Bounds the bodies of all requests in progress: what is accepted stays in memory until it is written, and takes some
/// times its body on the way. A tenant may hold as much as is left free when it has got it: one alone half of all, two a third
/// each, of n tenants each its part of n + 1. So whoever comes finds a share as large as any other's, and nobody needs to
/// be told how many there will be. Bodies up to <see cref="Small"/> are not part of it and are never refused.
/// </summary>
internal sealed class RequestMemory(IOptions<OutboxOptions> options)
{
    /// <summary>Bytes that every request has for itself.</summary>
    public const int Small = RestRoutes.MaxBody;

    private const long Usual = 256 * 1024 * 1024;

    // A body grows into a buffer of less than twice its size: so the largest fits into the half that one tenant alone may hold
    private readonly long _capacity = options.Value.RequestMemory ?? Math.Max(Usual, 4 * options.Value.MaxRequestSize);
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, long> _shares = [];
    private long _used;

    /// <summary>Bytes that all requests hold.</summary>
    public long Used
    {
        get
        {
            lock (_lock)
            {
                return _used;
            }
        }
    }

    /// <param name="tenantId">Whose request it is.</param>
    /// <param name="held">What the request holds already.</param>
    /// <param name="more">What it needs besides.</param>
    public MemoryRefusal Take(Guid tenantId, long held, long more)
    {
        lock (_lock)
        {
            var share = _shares.GetValueOrDefault(tenantId);
            if (!Fits(share, more))
            {
                return share > held ? MemoryRefusal.OwnShare : MemoryRefusal.Others;
            }

            _shares[tenantId] = share + more;
            _used += more;
            return MemoryRefusal.None;
        }
    }

    /// <summary>Whether a request that holds nothing would get so much at this moment.</summary>
    public bool HasRoomFor(Guid tenantId, long bytes)
    {
        lock (_lock)
        {
            return Fits(_shares.GetValueOrDefault(tenantId), bytes);
        }
    }

    public void GiveBack(Guid tenantId, long bytes)
    {
        lock (_lock)
        {
            _used -= bytes;
            var share = _shares.GetValueOrDefault(tenantId) - bytes;
            if (share == 0)
            {
                _shares.Remove(tenantId);
            }
            else
            {
                _shares[tenantId] = share;
            }
        }
    }

    private bool Fits(long share, long more) => share + more <= _capacity - _used - more;
}

/// <summary>The bodies of the requests in progress take all the memory that they may. Worth another try.</summary>
internal sealed class RequestMemoryException(MemoryRefusal refusal) : Exception
{
    public MemoryRefusal Refusal => refusal;
}
