namespace EmailConsole.Outbox;

/// <summary>What became of a cancel, a resend or a retry of one message.</summary>
public enum EmailChange
{
    /// <summary>It is so now.</summary>
    Done = 0,

    /// <summary>The tenant has no such message.</summary>
    NotFound = 1,

    /// <summary>It is being sent at this moment, too late to cancel.</summary>
    BeingSent = 2,

    /// <summary>Nothing is left to cancel.</summary>
    AlreadyFinished = 3,

    /// <summary>It waits for an attempt anyway.</summary>
    StillWaiting = 4,

    /// <summary>Its content was dropped.</summary>
    ContentGone = 5,

    /// <summary>The time that its caller gave it is over.</summary>
    Expired = 6,

    /// <summary>The tenant's queue is full.</summary>
    QueueFull = 7,

    /// <summary>The tenant is not active, or was deleted: nothing of its mail leaves.</summary>
    TenantInactive = 8,

    /// <summary>Its sender asked for a later time.</summary>
    Scheduled = 9,
}
