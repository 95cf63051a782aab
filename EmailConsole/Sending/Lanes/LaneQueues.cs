using EmailConsole.Outbox;

namespace EmailConsole.Sending.Lanes;

/// <summary>
/// What a lane has ready, by priority. The first class goes first, but every eighth turn is the second's and every
/// sixteenth the third's where they have something. Not thread-safe.
/// </summary>
internal sealed class LaneQueues
{
    /// <summary>Messages of one priority; more stay in the database.</summary>
    public const int Capacity = 256;

    private const int NormalTurn = 8;
    private const int BulkTurn = 16;

    private readonly LinkedList<ReadyEmail>[] _queues = [new(), new(), new()];
    private readonly int[] _passedOver = new int[3];

    public int Total => _queues[0].Count + _queues[1].Count + _queues[2].Count;

    public int Count(EmailPriority priority) => _queues[(int)priority].Count;

    public LinkedListNode<ReadyEmail> Enqueue(ReadyEmail email) => _queues[(int)email.Waiting.Priority].AddLast(email);

    /// <summary>It waits no longer, if it did.</summary>
    public static void Remove(LinkedListNode<ReadyEmail> node) => node.List?.Remove(node);

    /// <summary>In no particular order but that the first class comes first.</summary>
    public IEnumerable<ReadyEmail> All => _queues.SelectMany(q => q);

    /// <param name="which">Which may be taken; null: any.</param>
    /// <returns>Null: none of these is ready.</returns>
    public ReadyEmail? Dequeue(Func<WaitingEmail, bool>? which = null)
    {
        LinkedListNode<ReadyEmail>?[] first = [First(0, which), First(1, which), First(2, which)];
        if (first.All(n => n is null))
        {
            return null;
        }

        var next = Next(first);
        for (var i = 0; i < _queues.Length; i++)
        {
            _passedOver[i] = i == next || first[i] is null ? 0 : _passedOver[i] + 1;
        }

        var node = first[next]!;
        _queues[next].Remove(node);
        return node.Value;
    }

    private LinkedListNode<ReadyEmail>? First(int priority, Func<WaitingEmail, bool>? which)
    {
        var node = _queues[priority].First;
        while (node is not null && which?.Invoke(node.Value.Waiting) == false)
        {
            node = node.Next;
        }

        return node;
    }

    private int Next(LinkedListNode<ReadyEmail>?[] first)
    {
        if (first[2] is not null && _passedOver[2] >= BulkTurn - 1)
        {
            return 2;
        }

        if (first[1] is not null && _passedOver[1] >= NormalTurn - 1)
        {
            return 1;
        }

        return first[0] is not null ? 0 : first[1] is not null ? 1 : 2;
    }
}
