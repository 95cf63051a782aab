using EmailConsole.Outbox;

namespace EmailConsole.Sending.Lanes;

/// <summary>
/// Bounds the contents that all lanes of this process hold in memory, so that a long queue costs disk and not memory. Once
/// half is used a lane may hold only a part of what is left, so that the lanes of servers that hang leave some to the others.
/// </summary>
internal sealed class LaneMemory
{
    /// <summary>Of all lanes together.</summary>
    public const long Capacity = 64 * 1024 * 1024;

    /// <summary>One-time codes may take so much more: they leave at once.</summary>
    private const long ForFirst = 16 * 1024 * 1024;

    private const int Part = 16;

    private long _used;

    public long Used => Interlocked.Read(ref _used);

    public long Free => Math.Max(0, Capacity - Used);

    /// <param name="bytes">To take.</param>
    /// <param name="held">Bytes that the lane has taken and not given back.</param>
    /// <param name="priority">Of whose message.</param>
    /// <param name="isOnly">The lane has nothing else of that priority: it must get on, whatever the others hold.</param>
    public bool TryTake(long bytes, long held, EmailPriority priority, bool isOnly)
    {
        var used = Interlocked.Add(ref _used, bytes);
        var left = Capacity + (priority == EmailPriority.High ? ForFirst : 0) - used;
        if (isOnly || left > Capacity / 2 || held + bytes <= left / Part)
        {
            return true;
        }

        Interlocked.Add(ref _used, -bytes);
        return false;
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _used, -bytes);
}
