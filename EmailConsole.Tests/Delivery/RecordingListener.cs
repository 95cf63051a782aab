using EmailConsole.Delivery;

namespace EmailConsole.Tests.Delivery;

/// <summary>Keeps what it is told.</summary>
internal sealed class RecordingListener : IDeliveryListener
{
    public List<DeliveryStage> Started { get; } = [];

    public Dictionary<DeliveryStage, (string Detail, string? Warning)> Passed { get; } = [];

    public List<DeliveryFailure> Failures { get; } = [];

    public List<string> Lines { get; } = [];

    private readonly Dictionary<DeliveryStage, TaskCompletionSource> _beginnings = Enum.GetValues<DeliveryStage>()
        .ToDictionary(s => s, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Ends when the sender has come to a stage: the server may be further, since commands go in groups.</summary>
    public Task ReachedAsync(DeliveryStage stage) => _beginnings[stage].Task.WaitAsync(Bound.Wait);

    public string Everything => string.Join(
        '\n',
        Lines.Concat(Passed.Values.Select(p => p.Detail + p.Warning)).Concat(Failures.Select(f => f.ToString())));

    public void StageStarted(DeliveryStage stage)
    {
        Started.Add(stage);
        _beginnings[stage].TrySetResult();
    }

    public void StagePassed(DeliveryStage stage, string detail, TimeSpan elapsed, string? warning) => Passed[stage] = (detail, warning);

    public void StageFailed(DeliveryFailure failure, TimeSpan elapsed) => Failures.Add(failure);

    public void Transcript(bool fromServer, string line) => Lines.Add((fromServer ? "S: " : "C: ") + line);
}
