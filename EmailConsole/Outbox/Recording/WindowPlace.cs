namespace EmailConsole.Outbox.Recording;

/// <summary>A place in the <see cref="DeliveryWindow"/>, from the moment a message may be delivered until that is recorded.</summary>
internal sealed class WindowPlace(long takenAt)
{
    public long TakenAt { get; } = takenAt;

    /// <summary>The sending has ended; only the recording is to come.</summary>
    public bool IsSent { get; set; }

    /// <summary>Given to others, because the server takes so long.</summary>
    public bool IsLent { get; set; }
}
