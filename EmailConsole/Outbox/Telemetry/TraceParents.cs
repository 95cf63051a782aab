using System.Diagnostics;

namespace EmailConsole.Outbox.Telemetry;

/// <summary>The trace of a request as it is stored with its messages: a W3C <c>traceparent</c>.</summary>
internal static class TraceParents
{
    /// <summary>Null: it is not recorded, and need not be remembered.</summary>
    public static string? Of(ActivityContext trace) =>
        trace.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? $"00-{trace.TraceId}-{trace.SpanId}-01" : null;

    public static ActivityContext Parse(string? stored) => ActivityContext.TryParse(stored, traceState: null, out var trace) ? trace : default;
}
