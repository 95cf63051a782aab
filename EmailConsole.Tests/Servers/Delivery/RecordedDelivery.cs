using EmailConsole.Delivery;

namespace EmailConsole.Tests.Servers.Delivery;

/// <summary>Everything a delivery told its listener.</summary>
internal class RecordedDelivery : IDeliveryListener
{
    public List<DeliveryStage> Passed { get; } = [];

    public List<string> Lines { get; } = [];

    public Dictionary<DeliveryStage, string> Details { get; } = [];

    public DeliveryFailure? Failure { get; private set; }

    public void StageStarted(DeliveryStage stage)
    {
    }

    public void StagePassed(DeliveryStage stage, string detail, TimeSpan elapsed, string? warning)
    {
        Passed.Add(stage);
        Details[stage] = detail;
    }

    public void StageFailed(DeliveryFailure failure, TimeSpan elapsed) => Failure = failure;

    public void Transcript(bool fromServer, string line) => Lines.Add((fromServer ? "S: " : "C: ") + line);
}
