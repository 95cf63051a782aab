namespace EmailConsole.Outbox.Recording;

/// <summary>What the <see cref="DeliveryWindow"/> knows of one channel while something of it is being sent.</summary>
internal sealed class WindowChannel
{
    private long? _answeredAt;

    /// <summary>Messages under way.</summary>
    public int Sending { get; set; }

    /// <summary>Those of them whose places are lent.</summary>
    public int Lent { get; private set; }

    /// <summary>Its server has said nothing at all since a message was handed to it whose place is lent by now.</summary>
    public bool IsHung { get; private set; }

    public void Lend(WindowPlace place)
    {
        place.IsLent = true;
        Lent++;
        IsHung |= _answeredAt is not { } at || at < place.TakenAt;
    }

    public void EndLoan(WindowPlace place)
    {
        place.IsLent = false;
        IsHung &= --Lent > 0;
    }

    public void Answered(long now)
    {
        _answeredAt = now;
        IsHung = false;
    }
}
