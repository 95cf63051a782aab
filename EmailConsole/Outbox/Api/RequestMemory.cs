using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Api;

/// <summary>
/// Bounds the bodies of all requests in progress: what is accepted stays in memory until it is written, and takes some
/// times its body on the way.
/// </summary>
internal sealed class RequestMemory(IOptions<OutboxOptions> options)
{
    private const long Least = 96 * 1024 * 1024;

    // The largest body grows into a buffer of a power of two
    private readonly long _capacity = Math.Max(Least, 2 * options.Value.MaxRequestSize);
    private long _used;

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= _capacity)
        {
            return true;
        }

        GiveBack(bytes);
        return false;
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _used, -bytes);
}
