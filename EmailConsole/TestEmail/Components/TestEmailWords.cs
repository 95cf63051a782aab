using System.Globalization;
using EmailConsole.Delivery;
using EmailConsole.TestEmail.Progress;

namespace EmailConsole.TestEmail.Components;

/// <summary>Words of the panel.</summary>
internal static class TestEmailWords
{
    public static string Name(DeliveryStage stage) => stage.ToString();

    public static string Name(StageState state) => state switch
    {
        StageState.Running => "running",
        StageState.Passed => "passed",
        StageState.Failed => "failed",
        StageState.Skipped => "left out",
        _ => "to come",
    };

    public static string Duration(TimeSpan time) => time.TotalSeconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    public static string Seconds(TimeSpan time) => time.TotalSeconds <= 1
        ? "1 second"
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} seconds");

    /// <summary>What a screen reader says: the newest stage, or the end.</summary>
    public static string Announce(IReadOnlyList<StageProgress> stages, TestEmailResult? result)
    {
        if (result is TestEmailResult.Finished finished)
        {
            return finished.Outcome is DeliveryOutcome.Failed failed
                ? $"The test email was not sent: {failed.Failure.Stage} failed. {failed.Failure.Advice.Cause}"
                : $"The test email was accepted after {Duration(finished.Elapsed)}.";
        }

        return result is not null ? "" : stages.LastOrDefault(s => s.State == StageState.Running) is { } running ? $"{Name(running.Stage)} …" : "";
    }
}
