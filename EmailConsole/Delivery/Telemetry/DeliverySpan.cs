using System.Diagnostics;

namespace EmailConsole.Delivery.Telemetry;

/// <summary>What spans say of a delivery.</summary>
internal static class DeliverySpan
{
    public static void Describe(this Activity span, DeliveryOutcome outcome)
    {
        if (!span.IsAllDataRequested)
        {
            return;
        }

        foreach (var (name, value) in DeliveryLabels.Of(outcome))
        {
            span.SetTag(name, value);
        }

        if (outcome.Reason is { } failure)
        {
            span.SetTag("smtp.stage", failure.Stage.ToString());
            span.SetTag("smtp.reply_code", failure.ReplyCode);
            span.SetTag("smtp.enhanced_code", failure.EnhancedCode);
            span.SetStatus(ActivityStatusCode.Error);
        }
        else if (outcome is DeliveryOutcome.Delivered { RefusedRecipients: { Count: > 0 } refused })
        {
            span.SetTag("smtp.refused_recipients", refused.Count);
        }
    }

    /// <summary>Notes the end of a stage in the span under way, if there is one.</summary>
    public static void Ended(DeliveryStage stage, TimeSpan elapsed)
    {
        if (Activity.Current is { IsAllDataRequested: true, Source.Name: DeliveryTelemetry.Name } span)
        {
            span.AddEvent(new ActivityEvent(stage.ToString(), tags: new ActivityTagsCollection { ["duration_ms"] = elapsed.TotalMilliseconds }));
        }
    }
}
