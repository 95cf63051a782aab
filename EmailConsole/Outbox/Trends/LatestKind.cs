namespace EmailConsole.Outbox.Trends;

/// <summary>What last happened. The numbers are stored.</summary>
public enum LatestKind
{
    /// <summary>A server took one of the tenant's messages.</summary>
    Delivered = 0,

    /// <summary>An attempt to deliver one of the tenant's messages failed, whether another one follows or not.</summary>
    Failed = 1,

    /// <summary>A server took a message, of any tenant, through a provider. This and what follows of providers stands under the provider's id.</summary>
    DeliveredThroughProvider = 2,

    /// <summary>An attempt, for any tenant, failed through a provider.</summary>
    FailedThroughProvider = 3,

    /// <summary>The first failure of a provider since it last did its part; none: it works, or is not known not to.</summary>
    ProviderFails = 4,

    /// <summary>A server took a test email of the tenant, with the settings in force.</summary>
    Tested = 5,
}
