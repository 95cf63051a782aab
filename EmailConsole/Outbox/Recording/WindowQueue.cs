namespace EmailConsole.Outbox.Recording;

/// <summary>Those who wait for a place, channel by channel: one of each by turns, so that one whose server is slow waits for itself.</summary>
internal sealed class WindowQueue
{
    private readonly Dictionary<Guid, Queue<WindowWaiter>> _waiting = [];
    private readonly Queue<Guid> _turns = new();

    public bool IsEmpty => _turns.Count == 0;

    public void Add(WindowWaiter waiter)
    {
        if (!_waiting.TryGetValue(waiter.Channel, out var queue))
        {
            _waiting[waiter.Channel] = queue = new Queue<WindowWaiter>();
            _turns.Enqueue(waiter.Channel);
        }

        queue.Enqueue(waiter);
    }

    /// <summary>The next in turn; there must be one.</summary>
    public WindowWaiter Take()
    {
        var channel = _turns.Dequeue();
        var queue = _waiting[channel];
        var waiter = queue.Dequeue();
        if (queue.Count > 0)
        {
            _turns.Enqueue(channel);
        }
        else
        {
            _waiting.Remove(channel);
        }

        return waiter;
    }
}
