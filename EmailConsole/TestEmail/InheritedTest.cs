using EmailConsole.Delivery;
using EmailConsole.EmailProviders;

namespace EmailConsole.TestEmail;

/// <summary>
/// A test over the super tenant's provider by somebody who does not run the super tenant: they learn which stages pass and
/// which fails, and nothing of the server, its account, its network and its words.
/// </summary>
internal sealed class InheritedTest(ITestEmailListener listener) : ITestEmailListener
{
    private const string Cure = "Tell an administrator of the super tenant when this happened, at which stage and why: "
        + "the same test shows them the server's own words.";

    public void Prepared(IReadOnlyList<DeliveryStage> stages) => listener.Prepared(stages);

    public void StageStarted(DeliveryStage stage) => listener.StageStarted(stage);

    public void StagePassed(DeliveryStage stage, string detail, TimeSpan elapsed, string? warning) => listener.StagePassed(stage, "", elapsed, null);

    public void StageFailed(DeliveryFailure failure, TimeSpan elapsed) => listener.StageFailed(Redact(failure), elapsed);

    public void Transcript(bool fromServer, string line)
    {
        // Names hosts, accounts and addresses in every second line
    }

    /// <summary>What the recipient of mail sees anyway.</summary>
    public static EmailProviderSettings Redact(EmailProviderSettings settings) => new()
    {
        FromAddress = settings.FromAddress,
        DisplayNameMode = settings.DisplayNameMode,
        DisplayName = settings.DisplayName,
    };

    public static DeliveryOutcome Redact(DeliveryOutcome outcome)
    {
        IReadOnlyList<RefusedRecipient> refused = [.. outcome.RefusedRecipients.Select(r => r with { Failure = Redact(r.Failure) })];
        return outcome switch
        {
            DeliveryOutcome.Delivered => new DeliveryOutcome.Delivered(null, "", refused),
            DeliveryOutcome.Failed failed => new DeliveryOutcome.Failed(Redact(failed.Failure)) { RefusedRecipients = refused },
            DeliveryOutcome.Unknown unknown => new DeliveryOutcome.Unknown(Redact(unknown.Failure)) { RefusedRecipients = refused },
            _ => throw new InvalidOperationException($"{outcome.GetType().Name} is not a known outcome."),
        };
    }

    public static CredentialCheck Redact(CredentialCheck check) => check switch
    {
        CredentialCheck.Accepted => new CredentialCheck.Accepted("", ""),
        CredentialCheck.Failed failed => new CredentialCheck.Failed(Redact(failed.Failure)),
        _ => check,
    };

    private static DeliveryFailure Redact(DeliveryFailure failure) => failure with
    {
        ServerText = null,
        Advice = failure.Kind == DeliveryFailureKind.Cancelled
            ? failure.Advice
            : new DeliveryAdvice($"The super tenant's email provider did not pass {failure.Stage}: {Words(failure.Kind)}.", Cure),
    };

    private static string Words(DeliveryFailureKind kind) =>
        string.Concat(kind.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
