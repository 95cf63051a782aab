using System.Diagnostics;

namespace EmailConsole.Delivery.Telemetry;

/// <summary>An outcome in few words: labels of metrics and attributes of spans, from closed lists and never the server's own.</summary>
internal static class DeliveryLabels
{
    private static readonly string[] Kinds = [.. Enum.GetNames<DeliveryFailureKind>().Select(Words)];
    private static readonly string[] Blames = [.. Enum.GetNames<Blame>().Select(Words)];

    /// <returns>
    /// <c>outcome</c>: <c>delivered</c>, <c>failed</c> or <c>unknown</c>; <c>reply.class</c>: of the server's last reply,
    /// <c>none</c> where there was none; and of a failure <c>error.type</c>, such as <c>connection_refused</c>, and <c>blame</c>.
    /// </returns>
    public static TagList Of(DeliveryOutcome outcome)
    {
        if (outcome.Reason is not { } failure)
        {
            return new TagList { { "outcome", "delivered" }, { "reply.class", "2xx" } };
        }

        return new TagList
        {
            { "outcome", failure.Outcome == FailureOutcome.Unknown ? "unknown" : "failed" },
            { "reply.class", ClassOf(failure.ReplyCode) },
            { "error.type", KindOf(failure) },
            { "blame", Blames[(int)failure.Blame] },
        };
    }

    /// <returns>Such as <c>connection_refused</c>.</returns>
    public static string KindOf(DeliveryFailure failure) => Kinds[(int)failure.Kind];

    private static string ClassOf(int? reply) => reply switch
    {
        null => "none",
        < 300 => "2xx",
        < 400 => "3xx",
        < 500 => "4xx",
        _ => "5xx",
    };

    /// <returns><c>ConnectionRefused</c> as <c>connection_refused</c>.</returns>
    internal static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
}
