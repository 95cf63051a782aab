namespace EmailConsole.Deliveries;

/// <summary>Why a bulk resend ended.</summary>
internal enum BulkResendEnd
{
    /// <summary>All were looked at.</summary>
    Finished = 0,

    /// <summary>Whoever asked for it stopped it.</summary>
    Stopped = 1,

    /// <summary>The tenant's queue takes no more.</summary>
    QueueFull = 2,

    /// <summary>The database takes nothing at present.</summary>
    Unavailable = 3,

    /// <summary>Whoever asked may not any more.</summary>
    Denied = 4,

    /// <summary>By now too many recipients begin with what was typed: the rest could not be found.</summary>
    TooBroad = 5,
}
