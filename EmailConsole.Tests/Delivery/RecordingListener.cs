using EmailConsole.Delivery;

namespace EmailConsole.Tests.Delivery;

/// <summary>Keeps what it is told.</summary>
internal sealed class RecordingListener : IDeliveryListener
{
    public List<DeliveryStage> Started { get; } = [];

    public Dictionary<DeliveryStage, (string Detail, string? Warning)> Passed { get; } = [];

    public List<DeliveryFailure> Failures { get; } = [];

    public List<string> Lines { get; } = [];

    private readonly TaskCompletionSource _greeting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the greeting is waited for.</summary>
    public Task Greeting => _greeting.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public string Everything => string.Join(
        '\n',
        Lines.Concat(Passed.Values.Select(p => p.Detail + p.Warning)).Concat(Failures.Select(f => f.ToString())));

    public void StageStarted(DeliveryStage stage)
    {
        Started.Add(stage);
        if (stage == DeliveryStage.Greeting)
        {
            _greeting.TrySetResult();
        }
    }

    public void StagePassed(DeliveryStage stage, string detail, TimeSpan elapsed, string? warning) => Passed[stage] = (detail, warning);

    public void StageFailed(DeliveryFailure failure, TimeSpan elapsed) => Failures.Add(failure);

    public void Transcript(bool fromServer, string line) => Lines.Add((fromServer ? "S: " : "C: ") + line);
}
