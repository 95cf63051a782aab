namespace EmailConsole.Outbox.Recording;

/// <summary>A place in the <see cref="DeliveryWindow"/>, from the moment a message may be delivered until that is recorded.</summary>
internal sealed class WindowPlace(Guid channel, bool isFirst, long takenAt)
{
    /// <summary>Whose server the message goes to.</summary>
    public Guid Channel { get; } = channel;

    /// <summary>Of a one-time code.</summary>
    public bool IsFirst { get; } = isFirst;

    public long TakenAt { get; } = takenAt;

    /// <summary>Given to others, because the server takes so long.</summary>
    public bool IsLent { get; set; }
}
