namespace EmailConsole.Delivery.Telemetry;

/// <summary>An outcome in few words: labels of metrics and attributes of spans, from closed lists and never the server's own.</summary>
/// <param name="Outcome"><c>delivered</c>, <c>failed</c> or <c>unknown</c>.</param>
/// <param name="Reply">The class of the server's last reply, <c>2xx</c>, <c>4xx</c> or <c>5xx</c>; <c>none</c>: there was none.</param>
/// <param name="Error">The kind of the failure, such as <c>connection_refused</c>; null: delivered.</param>
internal readonly record struct DeliveryClass(string Outcome, string Reply, string? Error)
{
    public const string OutcomeLabel = "outcome";
    public const string ReplyLabel = "reply.class";
    public const string ErrorLabel = "error.type";

    private static readonly string[] Kinds = [.. Enum.GetNames<DeliveryFailureKind>().Select(Words)];

    public static DeliveryClass Of(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Delivered => new DeliveryClass("delivered", "2xx", null),
        DeliveryOutcome.Unknown unknown => new DeliveryClass("unknown", ReplyOf(unknown.Failure), ErrorOf(unknown.Failure)),
        DeliveryOutcome.Failed failed => new DeliveryClass("failed", ReplyOf(failed.Failure), ErrorOf(failed.Failure)),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome."),
    };

    public static string ErrorOf(DeliveryFailure failure) => Kinds[(int)failure.Kind];

    private static string ReplyOf(DeliveryFailure failure) => failure.ReplyCode switch
    {
        null => "none",
        < 400 => "2xx",
        < 500 => "4xx",
        _ => "5xx",
    };

    /// <returns><c>ConnectionRefused</c> as <c>connection_refused</c>.</returns>
    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
}
