namespace EmailConsole.Outbox;

/// <summary>How an attempt ended. The numbers are stored.</summary>
public enum AttemptOutcome
{
    /// <summary>The server took the message, perhaps not for everybody.</summary>
    Delivered = 0,

    /// <summary>Nothing of it will arrive.</summary>
    Failed = 1,

    /// <summary>The server's last word did not come: it may have arrived.</summary>
    Unknown = 2,
}
