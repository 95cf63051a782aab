using System.Net;
using System.Net.Sockets;

namespace EmailConsole.Delivery.Network;

/// <summary>Looks host names up.</summary>
public interface IHostResolver
{
    /// <returns>At least one address; an IP address resolves to itself.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">There is none, or DNS does not answer.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}

/// <param name="lookUp">Asks the system, and holds its thread as long as that takes; <see cref="SocketException"/> where there is no address.</param>
/// <param name="threads">How many names are looked up at a time.</param>
internal sealed class SystemHostResolver(Func<string, IPAddress[]> lookUp, int threads = 64) : IHostResolver, IDisposable
{
    // Asked is the system, not DNS alone: a name may stand in the hosts file, a container's network or below a search domain.
    // The system's own asynchronous look-up holds a thread of the pool, pays no heed to a time limit and asks for the same
    // name one by one
    private readonly BlockingCalls _calls = new(threads);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LookUp> _underWay = new(StringComparer.OrdinalIgnoreCase);

    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        if (host.Length is 0 or > 255)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        var asked = Join(host);
        try
        {
            var addresses = await asked.Answer.Value.WaitAsync(cancellationToken);
            return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.NoData);
        }
        finally
        {
            Leave(asked);
        }
    }

    public void Dispose() => _calls.Dispose();

    private LookUp Join(string host)
    {
        lock (_gate)
        {
            if (!_underWay.TryGetValue(host, out var asked))
            {
                _underWay[host] = asked = new LookUp(host, RunAsync);
            }

            asked.Waiting++;
            return asked;
        }
    }

    /// <summary>One that has its thread goes on, for whoever asks next; one that has none is forgotten.</summary>
    private void Leave(LookUp asked)
    {
        lock (_gate)
        {
            if (--asked.Waiting == 0 && !asked.HasBegun)
            {
                Forget(asked);
            }
        }
    }

    private async Task<IPAddress[]> RunAsync(LookUp asked)
    {
        try
        {
            return await _calls.RunAsync(() => lookUp(asked.Host), () => Begin(asked));
        }
        finally
        {
            // Not kept: how long an answer holds, only the system knows
            lock (_gate)
            {
                Forget(asked);
            }
        }
    }

    private bool Begin(LookUp asked)
    {
        lock (_gate)
        {
            return asked.HasBegun = asked.Waiting > 0;
        }
    }

    // Another one for the same name may have begun meanwhile
    private void Forget(LookUp asked) => ((ICollection<KeyValuePair<string, LookUp>>)_underWay).Remove(new(asked.Host, asked));

    private sealed class LookUp
    {
        public LookUp(string host, Func<LookUp, Task<IPAddress[]>> run)
        {
            Host = host;
            Answer = new Lazy<Task<IPAddress[]>>(() => run(this));
        }

        public string Host { get; }

        public Lazy<Task<IPAddress[]>> Answer { get; }

        public int Waiting { get; set; }

        public bool HasBegun { get; set; }
    }
}
