using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;

namespace EmailConsole.Sending;

/// <summary>A tenant's lane, as a channel and the recorder see it. What passes are ids and values. Thread-safe.</summary>
internal interface ISendingLane
{
    /// <summary>The next message, for the channel that asks.</summary>
    /// <returns>Null: there is none for it, and the lane has left its ring.</returns>
    Dispatch? TryTake(ProviderId asking);

    /// <summary>Whether a taken message may go out as it was given: in time, not taken back, and the tenant and its provider are as they were then.</summary>
    /// <param name="dispatch">The message.</param>
    /// <param name="isLast">Something of it goes out next: where it may, it counts as out from here on, and can be taken back no longer.</param>
    bool MayStillSend(Dispatch dispatch, bool isLast);

    /// <summary>A channel in whose ring it stands takes nothing for a while: there may be another way.</summary>
    void ChannelPaused()
    {
    }

    /// <summary>The result of a taken message is on the disk.</summary>
    void Recorded(RecordedEmail recorded);

    /// <summary>A taken message was not sent after all: it waits as before.</summary>
    void NotSent(Guid id);

    /// <summary>What became of a taken message cannot be written: it must not go out again.</summary>
    void CannotRecord(Guid id);
}

/// <summary>One message that a channel has taken, to be handed to a transport.</summary>
/// <param name="Email">The message.</param>
/// <param name="Provider">In force for it.</param>
/// <param name="HasMore">Whether the lane has another one ready.</param>
/// <param name="Node">As which node it was taken: where that is lost, another node may have the message.</param>
internal sealed record Dispatch(ReadyEmail Email, ProviderInForce Provider, bool HasMore, Guid Node)
{
    public WaitingEmail Waiting => Email.Waiting;

    /// <summary>Another provider stands behind this one, see <see cref="DeliveryReport.HasNext"/>.</summary>
    public bool HasNext { get; init; }

    /// <summary>See <see cref="DeliveryReport.HasOther"/>.</summary>
    public bool HasOther { get; init; }

    /// <summary>See <see cref="DeliveryReport.SwitchesAfterUnknown"/>.</summary>
    public bool SwitchesAfterUnknown { get; init; }

    /// <summary>Behind this provider stands another one, by which mail leaves meanwhile, whether this message may or not.</summary>
    public bool HasStandby { get; init; }

    /// <summary>What is done with it.</summary>
    public DeliveryProgress Progress { get; } = new();

    public DeliveryReport Report(DeliveryOutcome outcome, DateTimeOffset startedAt, TimeSpan duration) => new(Waiting, outcome, startedAt, duration)
    {
        Node = Node,
        ProviderOwner = Provider.OwnerTenantId,
        ProviderId = Provider.Id.Value,
        ProviderName = Provider.Name.Length == 0 ? null : Provider.Name,
        From = Provider.Settings.FromAddress,
        HasNext = HasNext,
        HasOther = HasOther,
        SwitchesAfterUnknown = SwitchesAfterUnknown,
        IsOwnersSender = Provider.Settings.Server != ProviderServer.Platform,
    };
}
