using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EmailConsole.Delivery.Network;

/// <param name="lookUp">Asks the system, and holds its thread as long as that takes; <see cref="SocketException"/> where there is no address.</param>
internal sealed class SystemHostResolver(Func<string, IPAddress[]> lookUp) : IHostResolver, IDisposable
{
    // The system's own asynchronous look-up holds a thread of the pool, pays no heed to a time limit and asks for the same
    // name one by one: a name server that hangs would stop whoever waits for a thread. These threads are nobody else's
    private const int MaxThreads = 64;

    private readonly SemaphoreSlim _threads = new(MaxThreads);
    private readonly ConcurrentDictionary<string, Lazy<Task<IPAddress[]>>> _underWay = new(StringComparer.OrdinalIgnoreCase);

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

        var asked = _underWay.GetOrAdd(host, name => new Lazy<Task<IPAddress[]>>(() => LookUpAsync(name)));
        var addresses = await asked.Value.WaitAsync(cancellationToken);
        return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.NoData);
    }

    public void Dispose() => _threads.Dispose();

    private async Task<IPAddress[]> LookUpAsync(string host)
    {
        await _threads.WaitAsync();
        try
        {
            return await Task.Factory.StartNew(
                () => lookUp(host), CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        }
        finally
        {
            // Not kept: how long an answer holds, only the system knows
            _underWay.TryRemove(host, out _);
            _threads.Release();
        }
    }
}
