using System.Diagnostics;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Telemetry;

namespace EmailConsole.Outbox.Telemetry;

/// <summary>
/// Spans from the request to the delivery. An attempt belongs to the trace of the request that brought the message, whether
/// it comes from memory or from the database; that of a request which was not traced begins a trace of its own.
/// </summary>
internal sealed class OutboxSpans : IDisposable
{
    private readonly ActivitySource _source = new(OutboxTelemetry.Name);

    /// <summary>Starts the span of one attempt, whatever runs at this moment. Null: nobody wants it.</summary>
    public Activity? Start(WaitingEmail email)
    {
        if (!_source.HasListeners())
        {
            return null;
        }

        // A worker may have been started by some other request, whose trace this is not
        Activity.Current = null;
        var span = _source.StartActivity("email deliver", ActivityKind.Consumer, email.Trace);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("email.id", email.Id.ToString("D"));
            span.SetTag("email.attempt", email.Attempts + 1);
            span.SetTag("email.priority", OutboxLabels.Of(email.Priority));
            span.SetTag("email.recipients", email.Recipients.Count);
            span.SetTag("email.size", email.Size);
        }

        return span;
    }

    /// <summary>Ends it.</summary>
    public static void End(Activity? span, DeliveryOutcome outcome)
    {
        if (span is not null)
        {
            span.Describe(outcome);
            span.Dispose();
        }
    }

    /// <summary>Notes in the span of the request which messages it brought.</summary>
    public static void Accepted(IReadOnlyList<Guid?> ids)
    {
        if (ids.Count > 0 && Activity.Current is { IsAllDataRequested: true } request)
        {
            request.SetTag("email.id", ids[0]?.ToString("D"));
            request.SetTag("email.count", ids.Count);
        }
    }

    public void Dispose() => _source.Dispose();
}
