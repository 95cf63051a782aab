using EmailConsole.Outbox;

namespace EmailConsole.Sending.Lanes;

/// <summary>
/// What a lane has ready, by priority. The first class goes first, but every eighth turn is the second's and every
/// sixteenth the third's where they have something. Not safe for concurrent use.
/// </summary>
internal sealed class LaneQueues
{
    /// <summary>Messages of one priority; more stay in the database.</summary>
    public const int Capacity = 256;

    private const int NormalTurn = 8;
    private const int BulkTurn = 16;

    private readonly Queue<LaneItem>[] _queues = [new(), new(), new()];
    private readonly int[] _counts = new int[3];
    private readonly int[] _passedOver = new int[3];

    public bool IsEmpty => _counts[0] + _counts[1] + _counts[2] == 0;

    public int Total => _counts[0] + _counts[1] + _counts[2];

    public int Count(EmailPriority priority) => _counts[(int)priority];

    public void Enqueue(LaneItem item)
    {
        _queues[(int)item.Email.Priority].Enqueue(item);
        _counts[(int)item.Email.Priority]++;
    }

    /// <summary>It is passed over when its turn comes.</summary>
    public void Withdraw(LaneItem item)
    {
        item.IsWithdrawn = true;
        _counts[(int)item.Email.Priority]--;
    }

    /// <returns>Null: nothing is ready.</returns>
    public LaneItem? Dequeue()
    {
        if (IsEmpty)
        {
            return null;
        }

        var next = Next();
        for (var i = 0; i < _queues.Length; i++)
        {
            _passedOver[i] = i == next || _counts[i] == 0 ? 0 : _passedOver[i] + 1;
        }

        LaneItem item;
        do
        {
            item = _queues[next].Dequeue();
        }
        while (item.IsWithdrawn);

        _counts[next]--;
        return item;
    }

    private int Next()
    {
        if (_counts[2] > 0 && _passedOver[2] >= BulkTurn - 1)
        {
            return 2;
        }

        if (_counts[1] > 0 && _passedOver[1] >= NormalTurn - 1)
        {
            return 1;
        }

        return _counts[0] > 0 ? 0 : _counts[1] > 0 ? 1 : 2;
    }
}
