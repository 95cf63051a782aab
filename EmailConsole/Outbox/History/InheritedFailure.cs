using EmailConsole.Delivery;

namespace EmailConsole.Outbox.History;

/// <summary>
/// A tenant whose mail goes through another tenant's provider learns what a server says about its messages and recipients, but
/// of that provider's server, account and network only at which stage it failed and why.
/// </summary>
internal static class InheritedFailure
{
    private const string Cure = "Tell an administrator of the super tenant when this happened: they see the server's own words, and can put it right.";

    /// <returns>What the tenant may read instead of the server's words; null: they are the tenant's to read.</returns>
    public static string? WordsFor(DeliveryReport report, Guid tenantId) =>
        report.Outcome.Reason is { } failure ? WordsFor(failure, report.ProviderOwner, tenantId) : null;

    /// <param name="failure">Of the whole message or of one recipient.</param>
    /// <param name="owner">Whose provider it was.</param>
    /// <param name="tenantId">Who reads it.</param>
    /// <inheritdoc cref="WordsFor(DeliveryReport, Guid)" path="/returns"/>
    public static string? WordsFor(DeliveryFailure failure, Guid? owner, Guid tenantId) =>
        IsHidden(failure.Blame, owner, tenantId) ? Words(failure.Stage, failure.Kind) : null;

    /// <summary>The failure in short, as the tenant may read it: the server's words, or the cause.</summary>
    public static string ReplyFor(DeliveryFailure failure, Guid? owner, Guid tenantId) =>
        WordsFor(failure, owner, tenantId) ?? failure.ServerText ?? failure.Advice.Cause;

    public static EmailAttempt Redact(EmailAttempt attempt, Guid tenantId) => attempt is { Stage: { } stage, Kind: { } kind, Blame: { } blame }
        && IsHidden(blame, attempt.ProviderOwner, tenantId)
            ? attempt with { ServerText = null, Cause = Words(stage, kind), Cure = Cure }
            : attempt;

    /// <summary>What the tenant may read of an earlier failure of which only the stage is known.</summary>
    public static string WordsFor(DeliveryStage? stage) =>
        stage is { } known ? $"The super tenant's email provider did not pass {known}." : "The super tenant's email provider cannot be used at present.";

    private static bool IsHidden(Blame blame, Guid? owner, Guid tenantId) =>
        blame is not (Blame.Message or Blame.Recipient) && owner is { } other && other != tenantId;

    private static string Words(DeliveryStage stage, DeliveryFailureKind kind)
    {
        var words = string.Concat(kind.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
        return $"The super tenant's email provider did not pass {stage}: {words}.";
    }
}
