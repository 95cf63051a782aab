using System.Globalization;
using EmailConsole.Delivery;

namespace EmailConsole.TestEmail.Checking;

/// <summary>Writes what happens to one mail, or to a check of credentials, as it happens.</summary>
internal sealed class CheckReport(TextWriter output) : IDeliveryListener
{
    public bool SeesContent => true;

    public void StageStarted(DeliveryStage stage) => output.WriteLine(stage);

    public void StagePassed(DeliveryStage stage, string detail, TimeSpan elapsed, string? warning)
    {
        Write($"  passed after {Milliseconds(elapsed)}{(detail.Length == 0 ? "" : $": {detail}")}");
        if (warning is not null)
        {
            Write($"  to be known: {warning}");
        }
    }

    public void StageFailed(DeliveryFailure failure, TimeSpan elapsed) => Write($"  failed after {Milliseconds(elapsed)}");

    public void Transcript(bool fromServer, string line) => Write($"  {(fromServer ? 'S' : 'C')}: {line}");

    /// <returns>Whether everybody gets it.</returns>
    public bool Conclude(DeliveryOutcome outcome)
    {
        output.WriteLine();
        foreach (var (address, failure) in outcome.RefusedRecipients)
        {
            Explain($"Not accepted for {address}", failure);
        }

        switch (outcome)
        {
            case DeliveryOutcome.Delivered delivered:
                Write($"{(delivered.RefusedRecipients.Count == 0 ? "Accepted" : "Accepted for the others")}: {delivered.ServerText}");
                output.WriteLine("Whether it arrives, the mailbox shows.");
                break;
            case DeliveryOutcome.Unknown unknown:
                Explain("Not known whether it was accepted", unknown.Failure);
                break;
            default:
                Explain("Not accepted", outcome.Reason!);
                break;
        }

        return outcome is DeliveryOutcome.Delivered { RefusedRecipients.Count: 0 };
    }

    /// <returns>Whether they are accepted.</returns>
    public bool Conclude(CredentialCheck check)
    {
        output.WriteLine();
        switch (check)
        {
            case CredentialCheck.Accepted accepted:
                Write($"The credentials are accepted by {accepted.By}. Nothing was sent.{(accepted.Found.Length == 0 ? "" : $" {accepted.Found}")}");
                break;
            case CredentialCheck.Failed failed:
                Explain(failed.IsRefused ? "Credentials not accepted" : "Credentials not checked", failed.Failure);
                output.WriteLine("Nothing was sent.");
                break;
        }

        return check is CredentialCheck.Accepted;
    }

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:N0} ms");

    private void Explain(string what, DeliveryFailure failure)
    {
        Write($"{what}, at {failure.Stage}: {failure.Advice.Cause}");
        if (failure.Advice.Cure is { } cure)
        {
            Write($"What to do: {cure}");
        }

        Write($"At fault: {BlameWords.Of(failure.Blame)}");
        if (failure.ServerText is { } text)
        {
            Write($"In the server's words: {text}");
        }
    }

    // A server's words must not steer the terminal
    private void Write(string line) => output.WriteLine(string.Concat(line.Select(c => char.IsControl(c) ? '?' : c)));
}
