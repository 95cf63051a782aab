namespace EmailConsole.Delivery;

/// <summary>What a delivery is at.</summary>
/// <param name="Stage">The stage under way; null: it waits for its turn, or for a connection that is free.</param>
/// <param name="Since">When that began.</param>
/// <param name="Limit">How long it may take; null: nobody says.</param>
public sealed record StageUnderWay(DeliveryStage? Stage, DateTimeOffset Since, TimeSpan? Limit);

/// <summary>What a delivery is at, for whoever looks on meanwhile. Written by the delivery alone, read by any thread.</summary>
public sealed class DeliveryProgress
{
    private StageUnderWay? _now;

    /// <summary>Null: it has not begun.</summary>
    public StageUnderWay? Now => Volatile.Read(ref _now);

    internal void Enter(StageUnderWay stage) => Volatile.Write(ref _now, stage);

    /// <summary>The stage under way may take until then.</summary>
    internal void Extend(DateTimeOffset until)
    {
        if (Now is { } stage)
        {
            Interlocked.CompareExchange(ref _now, stage with { Limit = until - stage.Since }, stage);
        }
    }
}
