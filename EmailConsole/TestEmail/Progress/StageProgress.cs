using EmailConsole.Delivery;

namespace EmailConsole.TestEmail.Progress;

public enum StageState
{
    Pending = 0,
    Running = 1,
    Passed = 2,
    Failed = 3,

    /// <summary>Passed over by the shared sender, such as encryption that was not offered and not required.</summary>
    Skipped = 4,

    /// <summary>Under way when the person cancelled.</summary>
    Cancelled = 5,
}

/// <summary>One stage as the panel shows it.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="State">How far it is.</param>
/// <param name="Detail">What was learned.</param>
/// <param name="Elapsed">Its time so far, or in the end.</param>
/// <param name="Warning">What works but should be known.</param>
/// <param name="Failure">Why it failed.</param>
public sealed record StageProgress(
    DeliveryStage Stage,
    StageState State = StageState.Pending,
    string? Detail = null,
    TimeSpan? Elapsed = null,
    string? Warning = null,
    DeliveryFailure? Failure = null);

/// <param name="FromServer">Who said it.</param>
/// <param name="Text">One line, without secrets.</param>
public sealed record TranscriptLine(bool FromServer, string Text)
{
    public override string ToString() => (FromServer ? "S: " : "C: ") + Text;
}
