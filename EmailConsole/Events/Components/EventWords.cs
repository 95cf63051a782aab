using System.Globalization;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Managing;
using EmailConsole.Events.Queue;

namespace EmailConsole.Events.Components;

/// <summary>What the page of the webhooks says.</summary>
internal static class EventWords
{
    public static string Of(WebhookState state) => state switch
    {
        WebhookState.Delivered => "Delivered",
        WebhookState.Failed => "Failed",
        WebhookState.Missed => "Missed",
        _ => "Waiting",
    };

    public static string Why(PauseReason reason) => reason switch
    {
        PauseReason.Gone => "It answered 410 Gone.",
        PauseReason.Failing => "It had not answered well for five days.",
        _ => "By an administrator.",
    };

    /// <summary>Null: nothing was tried.</summary>
    public static string? Share(EndpointRow row) => row.Tried == 0 ? null
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(1000.0 * row.Delivered / row.Tried) / 10:0.#} %");

    public static string Duration(TimeSpan? time) => time is not { } known ? "–"
        : known.TotalSeconds < 1 ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalMilliseconds:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{known.TotalSeconds:0.0} s");

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Types(EventTypes types)
    {
        var chosen = EventTypeNames.All.Where(row => types.HasAny(row.Type)).Select(row => row.Name).ToList();
        return chosen.Count == EventTypeNames.All.Count ? "All events" : string.Join(", ", chosen);
    }

    /// <summary>Why nothing was done, for whoever asked; null: it was done.</summary>
    public static string? Problem(WebhookResult result) => result switch
    {
        WebhookResult.TooMany tooMany => $"There are {tooMany.Limit} endpoints already, which is as many as a tenant may have. Delete one that is not used any more.",
        WebhookResult.TooOften often => string.Create(CultureInfo.InvariantCulture, $"That were many tests. The next one is free in {Math.Ceiling(often.RetryAfter.TotalSeconds):0} s."),
        WebhookResult.ChangedElsewhere => "Somebody else has changed this endpoint meanwhile. Close this, look at it as it is now, and change it again.",
        WebhookResult.Paused => "The endpoint is paused: resume it first.",
        WebhookResult.Gone => "It is not there any more.",
        _ => null,
    };
}
