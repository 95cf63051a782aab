using EmailConsole.Delivery;
using EmailConsole.Delivery.Advice;
using EmailConsole.EmailProviders;

namespace EmailConsole.TestEmail;

/// <summary>
/// Ends a whole test at its time limit. To the shared sender that is a cancellation; to the person it is a time-out, here
/// and in what the listener is told.
/// </summary>
internal sealed class TestEmailTimeLimit(
    IDeliveryListener listener, IDeliveryAdvisor advisor, EmailProviderSettings settings, CancellationToken limit, CancellationToken person)
    : IDeliveryListener
{
    public static readonly TimeSpan Whole = TimeSpan.FromSeconds(60);

    public bool SeesContent => listener.SeesContent;

    public void StageStarted(DeliveryStage stage) => listener.StageStarted(stage);

    public void StagePassed(DeliveryStage stage, string detail, TimeSpan elapsed, string? warning) =>
        listener.StagePassed(stage, detail, elapsed, warning);

    public void StageFailed(DeliveryFailure failure, TimeSpan elapsed) => listener.StageFailed(Translate(failure), elapsed);

    public void Transcript(bool fromServer, string line) => listener.Transcript(fromServer, line);

    public DeliveryOutcome Translate(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Failed failed => failed with { Failure = Translate(failed.Failure) },
        DeliveryOutcome.Unknown unknown => unknown with { Failure = Translate(unknown.Failure) },
        _ => outcome,
    };

    public CredentialCheck Translate(CredentialCheck check) =>
        check is CredentialCheck.Failed failed ? failed with { Failure = Translate(failed.Failure) } : check;

    private DeliveryFailure Translate(DeliveryFailure failure)
    {
        if (failure.Kind != DeliveryFailureKind.Cancelled || !limit.IsCancellationRequested || person.IsCancellationRequested)
        {
            return failure;
        }

        var facts = new DeliveryFailureFacts(
            DeliveryFailureKind.TimedOut, failure.Stage, null, null, null, settings, $"the whole test took longer than {Whole.TotalSeconds:0} seconds");
        return new DeliveryFailure(DeliveryFailureKind.TimedOut, failure.Stage, null, null, null, Blame.Provider, IsLasting: false, advisor.Advise(facts));
    }
}
