using EmailConsole.Delivery;

namespace EmailConsole.Outbox.Trends;

/// <summary>When mail was last delivered, and when it last failed.</summary>
/// <param name="Success">Null: never.</param>
/// <param name="Failure">The last attempt that failed, whether another one followed or not; null: never.</param>
public sealed record LatestDeliveries(LatestDelivery? Success, LatestDelivery? Failure)
{
    public static readonly LatestDeliveries None = new(null, null);

    /// <summary>The last failure was the provider's, not one message's or recipient's, and nothing was delivered since.</summary>
    public bool IsFailing => Failure is { Stage: <= DeliveryStage.Sender } failure && !(Success?.At >= failure.At);
}
