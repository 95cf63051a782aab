using EmailConsole.Delivery;

namespace EmailConsole.Tests.Delivery;

/// <summary>Keeps what it is told.</summary>
internal sealed class RecordingListener : IDeliveryListener
{
    public List<DeliveryStage> Started { get; } = [];

    public Dictionary<DeliveryStage, (string Detail, string? Warning)> Passed { get; } = [];

    public List<DeliveryFailure> Failures { get; } = [];

    public List<string> Lines { get; } = [];

    /// <summary>Called at the start of each stage.</summary>
    public Action<DeliveryStage>? OnStarted { get; init; }

    public string Everything => string.Join(
        '\n',
        Lines.Concat(Passed.Values.Select(p => p.Detail + p.Warning)).Concat(Failures.Select(f => f.ToString())));

    public void StageStarted(DeliveryStage stage)
    {
        Started.Add(stage);
        OnStarted?.Invoke(stage);
    }

    public void StagePassed(DeliveryStage stage, string detail, TimeSpan elapsed, string? warning) => Passed[stage] = (detail, warning);

    public void StageFailed(DeliveryFailure failure, TimeSpan elapsed) => Failures.Add(failure);

    public void Transcript(bool fromServer, string line) => Lines.Add((fromServer ? "S: " : "C: ") + line);
}
