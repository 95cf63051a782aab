namespace EmailConsole.Outbox.Trends;

/// <summary>What last happened. The numbers are stored.</summary>
public enum LatestKind
{
    /// <summary>A server took one of the tenant's messages.</summary>
    Delivered = 0,

    /// <summary>An attempt to deliver one of the tenant's messages failed, whether another one follows or not.</summary>
    Failed = 1,

    /// <summary>A server took a message, of any tenant, through the tenant's provider.</summary>
    DeliveredThroughProvider = 2,

    /// <summary>An attempt, for any tenant, failed through the tenant's provider.</summary>
    FailedThroughProvider = 3,
}
