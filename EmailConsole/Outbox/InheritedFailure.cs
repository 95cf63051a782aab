using EmailConsole.Delivery;

namespace EmailConsole.Outbox;

/// <summary>
/// A tenant whose mail goes through another tenant's provider learns what a server says about its messages and recipients, but
/// of that provider's server, account and network only at which stage it failed and why.
/// </summary>
internal static class InheritedFailure
{
    public const string Cure = "Tell an administrator of the super tenant when this happened: they see the server's own words, and can put it right.";

    /// <returns>What the tenant may read instead of the server's words; null: they are the tenant's to read.</returns>
    public static string? WordsFor(DeliveryReport report, Guid tenantId) =>
        report.Outcome.Reason is { } failure ? WordsFor(failure, report.ProviderOwner, tenantId) : null;

    /// <param name="failure">Of the whole message or of one recipient.</param>
    /// <param name="owner">Whose provider it was.</param>
    /// <param name="tenantId">Who reads it.</param>
    /// <inheritdoc cref="WordsFor(DeliveryReport, Guid)" path="/returns"/>
    public static string? WordsFor(DeliveryFailure failure, Guid? owner, Guid tenantId) =>
        WordsFor(failure.Stage, failure.Kind, failure.Blame, owner, tenantId);

    /// <inheritdoc cref="WordsFor(DeliveryFailure, Guid?, Guid)"/>
    public static string? WordsFor(DeliveryStage stage, DeliveryFailureKind kind, Blame blame, Guid? owner, Guid tenantId) =>
        blame is Blame.Message or Blame.Recipient || owner is not { } other || other == tenantId ? null : Words(stage, kind);

    /// <summary>The failure in short, as the tenant may read it: the server's words, or the cause.</summary>
    public static string ReplyFor(DeliveryFailure failure, Guid? owner, Guid tenantId) =>
        WordsFor(failure, owner, tenantId) ?? failure.ServerText ?? failure.Advice.Cause;

    /// <summary>What the tenant may read of an earlier failure of which only the stage is known.</summary>
    public static string WordsFor(DeliveryStage? stage) =>
        stage is { } known ? $"The super tenant's email provider did not pass {known}." : "The super tenant's email provider cannot be used at present.";

    private static string Words(DeliveryStage stage, DeliveryFailureKind kind)
    {
        var words = string.Concat(kind.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
        return $"The super tenant's email provider did not pass {stage}: {words}.";
    }
}
