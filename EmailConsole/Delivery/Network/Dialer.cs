using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace EmailConsole.Delivery.Network;

/// <summary>Opens TCP connections, both address families in parallel (happy eyeballs, RFC 8305).</summary>
internal class Dialer(TimeProvider clock)
{
    // RFC 8305 section 8: Connection Attempt Delay
    private static readonly TimeSpan _stagger = TimeSpan.FromMilliseconds(250);

    // A server that has vanished is noticed within half a minute, long before the time limit of its last word. While nothing
    // is on its way, keep-alive asks; Linux does not ask while it waits for an acknowledgement, as it does when something was
    // just written to a kept connection, and repeats that for a quarter of an hour: the second limit ends it. The same limit
    // takes the place of the number of probes, so it leaves time for all of them
    private const int KeepAliveAfterSeconds = 15;
    private const int KeepAliveEverySeconds = 5;
    private const int KeepAliveProbes = 3;
    private const int UnacknowledgedMilliseconds = 30_000;
    private const int IpProtoTcp = 6;
    private const int TcpUserTimeout = 18;

    /// <returns>The first connection that stands; all other attempts are closed.</returns>
    /// <exception cref="SocketException">None does; a refusal where there was one, else the failure of the first address.</exception>
    public virtual async Task<Socket> ConnectAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        using var others = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = new Queue<IPAddress>(Interleave(addresses));
        List<Task<Socket>> attempts = [];
        List<Exception> failures = [];
        try
        {
            while (waiting.Count > 0 || attempts.Count > 0)
            {
                if (waiting.TryDequeue(out var address))
                {
                    attempts.Add(AttemptAsync(address, port, others.Token));
                }

                if (await FirstAsync(attempts, waiting.Count > 0, others.Token) is not { } finished)
                {
                    continue;
                }

                attempts.Remove(finished);
                if (finished.IsCompletedSuccessfully)
                {
                    return await finished;
                }

                failures.Add(finished.Exception?.InnerException ?? new OperationCanceledException(cancellationToken));
            }
        }
        finally
        {
            await others.CancelAsync();
            foreach (var attempt in attempts)
            {
                _ = attempt.ContinueWith(Close, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();

        // A family that this machine does not have says less than a host that answers
        throw failures.Find(e => e is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            ?? failures.FirstOrDefault()
            ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <returns>Null when it is time for the next address.</returns>
    private async Task<Task<Socket>?> FirstAsync(List<Task<Socket>> attempts, bool hasMore, CancellationToken cancellationToken)
    {
        var any = Task.WhenAny(attempts);
        if (!hasMore)
        {
            return await any;
        }

        try
        {
            return await any.WaitAsync(_stagger, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static async Task<Socket> AttemptAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        // Without NoDelay each command waits some 40 ms for a delayed acknowledgement
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveAfterSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveEverySeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken);
            BoundUnacknowledged(socket);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Once it is connected: until then the caller's own time limit holds.</summary>
    private static void BoundUnacknowledged(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            Span<byte> limit = stackalloc byte[sizeof(int)];
            MemoryMarshal.Write(limit, UnacknowledgedMilliseconds);
            socket.SetRawSocketOption(IpProtoTcp, TcpUserTimeout, limit);
        }
        catch (SocketException)
        {
            // A kernel without it, or a server that has left again: the first read says so
        }
    }

    // RFC 8305 section 4: the families in turn, beginning with the first the resolver named
    private static IEnumerable<IPAddress> Interleave(IReadOnlyList<IPAddress> addresses)
    {
        var family = addresses.Count > 0 ? addresses[0].AddressFamily : default;
        var same = addresses.Where(a => a.AddressFamily == family).ToList();
        var other = addresses.Where(a => a.AddressFamily != family).ToList();
        for (var i = 0; i < Math.Max(same.Count, other.Count); i++)
        {
            if (i < same.Count)
            {
                yield return same[i];
            }

            if (i < other.Count)
            {
                yield return other[i];
            }
        }
    }

    private static void Close(Task<Socket> attempt)
    {
        if (attempt.IsCompletedSuccessfully)
        {
            attempt.Result.Dispose();
        }
        else
        {
            // Looked at, so that it does not count as unobserved
            _ = attempt.Exception;
        }
    }
}
