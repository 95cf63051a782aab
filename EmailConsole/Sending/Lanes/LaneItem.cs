using EmailConsole.Delivery;
using EmailConsole.Outbox;

namespace EmailConsole.Sending.Lanes;

/// <summary>A message that a lane holds. Guarded by the lane.</summary>
/// <param name="email">As it waits.</param>
/// <param name="content">Ready for the shared sender; null where <paramref name="unreadable"/> says why.</param>
/// <param name="unreadable">Why it cannot be sent.</param>
internal sealed class LaneItem(WaitingEmail email, OutgoingEmail? content, DeliveryFailure? unreadable)
{
    // What the objects around a small message cost
    private const int Overhead = 1024;

    public WaitingEmail Email { get; } = email;

    public OutgoingEmail? Content { get; private set; } = content;

    public DeliveryFailure? Unreadable { get; } = unreadable;

    /// <summary>Bytes of memory, about.</summary>
    public long Cost { get; } = email.Size + Overhead;

    /// <summary>A channel sends it, or its result is being recorded.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Taken back while it stood in the queue.</summary>
    public bool IsWithdrawn { get; set; }

    public void DropContent() => Content = null;
}
