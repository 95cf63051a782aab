using System.Diagnostics.CodeAnalysis;

namespace EmailConsole.Outbox.Recording;

/// <summary>
/// Who waits for a place: one-time codes and the others. Codes are served first, but every eighth place goes to the others
/// where they wait.
/// </summary>
internal sealed class WindowQueues
{
    private const int FirstInARow = 7;

    private readonly WindowQueue _first = new();
    private readonly WindowQueue _others = new();
    private int _inARow;

    public bool IsAnyWaiting(bool isFirst) => !(isFirst ? _first : _others).IsEmpty;

    public void Add(WindowWaiter waiter) => (waiter.IsFirst ? _first : _others).Add(waiter);

    /// <param name="hasRoom">A code finds a place.</param>
    /// <param name="hasRoomForOthers">Any other message does, too.</param>
    /// <param name="waiter">The next in turn.</param>
    /// <returns>False: nobody for whom there is room.</returns>
    public bool TryTake(bool hasRoom, bool hasRoomForOthers, [NotNullWhen(true)] out WindowWaiter? waiter)
    {
        var areOthers = hasRoomForOthers && !_others.IsEmpty;
        var isFirst = hasRoom && !_first.IsEmpty && (!areOthers || _inARow < FirstInARow);
        if (!isFirst && !areOthers)
        {
            waiter = null;
            return false;
        }

        _inARow = isFirst ? _inARow + 1 : 0;
        waiter = (isFirst ? _first : _others).Take();
        return true;
    }
}
