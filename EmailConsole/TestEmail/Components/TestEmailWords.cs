using System.Globalization;
using EmailConsole.Delivery;
using EmailConsole.TestEmail.Progress;

namespace EmailConsole.TestEmail.Components;

/// <summary>Words of the panel.</summary>
internal static class TestEmailWords
{
    private static readonly TimeSpan WondersAfter = TimeSpan.FromSeconds(5);

    public static string Name(DeliveryStage stage) => stage.ToString();

    public static string Name(StageState state) => state switch
    {
        StageState.Running => "running",
        StageState.Passed => "passed",
        StageState.Failed => "failed",
        StageState.Skipped => "left out",
        StageState.Cancelled => "cancelled",
        _ => "to come",
    };

    public static string Duration(TimeSpan time) => time.TotalSeconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    public static string Seconds(TimeSpan time) => time.TotalSeconds <= 1
        ? "1 second"
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} seconds");

    /// <summary>How long a stage may still take, once it has taken long enough to wonder; else null.</summary>
    public static string? Waiting(StageProgress stage, DeliveryOptions limits)
    {
        if (stage.State != StageState.Running || stage.Elapsed is not { } elapsed || elapsed < WondersAfter)
        {
            return null;
        }

        var limit = stage.Stage switch
        {
            DeliveryStage.Resolve or DeliveryStage.Connect => limits.ConnectTimeout,
            DeliveryStage.Content => limits.ContentTimeout,
            _ => limits.CommandTimeout,
        };
        var seconds = Math.Ceiling(Math.Min(limit.TotalSeconds, TestEmailTimeLimit.Whole.TotalSeconds));
        return string.Create(CultureInfo.InvariantCulture, $"waiting, at most {seconds:0} s");
    }

    /// <summary>What a screen reader says: the newest stage, or the end.</summary>
    public static string Announce(IReadOnlyList<StageProgress> stages, TestEmailResult? result)
    {
        if (result is TestEmailResult.Finished finished)
        {
            return finished.Outcome.Reason is not { } failure
                ? $"The test email was accepted after {Duration(finished.Elapsed)}."
                : failure.Kind == DeliveryFailureKind.Cancelled
                ? $"The test was cancelled during {failure.Stage}."
                : finished.Outcome is DeliveryOutcome.Unknown
                ? $"The test email may have been sent: {failure.Stage} failed. {failure.Advice.Cause}"
                : $"The test email was not sent: {failure.Stage} failed. {failure.Advice.Cause}";
        }

        if (result is TestEmailResult.Checked check)
        {
            return check.Check switch
            {
                CredentialCheck.Accepted => $"The credentials were accepted after {Duration(check.Elapsed)}. Nothing was sent.",
                CredentialCheck.Failed { Failure: { Kind: DeliveryFailureKind.Cancelled } failure } => $"The check was cancelled during {failure.Stage}.",
                CredentialCheck.Failed { Failure: var failure, IsRefused: var isRefused } =>
                    $"The credentials {(isRefused ? "were not accepted" : "could not be checked")}: {failure.Stage} failed. {failure.Advice.Cause}",
                _ => "",
            };
        }

        return result is not null ? "" : stages.LastOrDefault(s => s.State == StageState.Running) is { } running ? $"{Name(running.Stage)} …" : "";
    }
}
