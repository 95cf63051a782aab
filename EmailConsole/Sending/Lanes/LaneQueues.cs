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

    /// <returns>Null: nothing is ready.</returns>
    public ReadyEmail? Dequeue()
    {
        if (Total == 0)
        {
            return null;
        }

        var next = Next();
        for (var i = 0; i < _queues.Length; i++)
        {
            _passedOver[i] = i == next || _queues[i].Count == 0 ? 0 : _passedOver[i] + 1;
        }

        var email = _queues[next].First!.Value;
        _queues[next].RemoveFirst();
        return email;
    }

    private int Next()
    {
        if (_queues[2].Count > 0 && _passedOver[2] >= BulkTurn - 1)
        {
            return 2;
        }

        if (_queues[1].Count > 0 && _passedOver[1] >= NormalTurn - 1)
        {
            return 1;
        }

        return _queues[0].Count > 0 ? 0 : _queues[1].Count > 0 ? 1 : 2;
    }
}
