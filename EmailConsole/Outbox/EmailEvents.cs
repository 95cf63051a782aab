namespace EmailConsole.Outbox;

/// <summary>What is told of a message. The numbers are stored.</summary>
public enum EmailEventKind
{
    /// <summary>Accepted: it is committed.</summary>
    Accepted = 0,

    /// <summary>An attempt failed and another one follows after a pause. Told at the first, then once an hour at most.</summary>
    Delayed = 1,

    /// <summary>The provider's server took it.</summary>
    Delivered = 2,

    /// <summary>Refused for good, for some recipient at least.</summary>
    Failed = 3,

    /// <summary>Its time ran out.</summary>
    Expired = 4,

    /// <summary>Taken back.</summary>
    Cancelled = 5,
}

/// <summary>
/// Says what somebody wants to be told of a tenant's messages. What is wanted is written in the transaction that records the state, and what is not
/// costs nothing. Thread-safe.
/// </summary>
internal interface IEmailEvents
{
    /// <summary>From memory; asked within the transaction.</summary>
    bool Wants(Guid tenantId, EmailEventKind kind);

    /// <summary>Some were committed. Must be quick.</summary>
    void Written();
}

/// <summary>Nobody wants to hear of anything.</summary>
internal sealed class NoEvents : IEmailEvents
{
    public static NoEvents Instance { get; } = new();

    public bool Wants(Guid tenantId, EmailEventKind kind) => false;

    public void Written()
    {
    }
}
