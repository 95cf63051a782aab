using EmailConsole.Outbox;

namespace EmailConsole.Sending;

/// <summary>Who writes what became of attempts, as a channel sees it. Thread-safe.</summary>
internal interface IDeliveryRecorder
{
    /// <summary>Whether what has gone out cannot be recorded at this moment.</summary>
    bool IsStuck { get; }

    /// <param name="report">What became of an attempt.</param>
    /// <param name="lane">Whose message it was; told when it is recorded.</param>
    void Add(DeliveryReport report, ISendingLane lane);

    /// <summary>Ends when results can be recorded, and few enough wait for it: before then no message should begin.</summary>
    ValueTask RoomAsync(CancellationToken cancellationToken);
}
