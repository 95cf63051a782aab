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

    /// <summary>Of an endpoint that is not paused, and does not fail as far as is known: a test that failed is no failure of its events.</summary>
    public static string State(EndpointRow row) => row.LastSuccessAt is not null ? "Answers" : row.Tried == 0 ? "Nothing sent yet" : "No good answer yet";

    /// <summary>When a delivery that is due then is tried, where its endpoint fails.</summary>
    public static string NextTry(FailingEndpoint failing, DateTimeOffset due, DateTimeOffset now)
    {
        var when = due > now && !(failing.NextTry >= due) ? $"This one is tried {At(due, now)} at the earliest"
            : failing.NextTry is not { } next ? "This one waits its turn"
            : next > now ? $"The next try is {At(next, now)}"
            : "The next try comes at any moment";
        return $"The endpoint is failing. {(failing.Why is { } why ? $"{why} " : "")}{when}, one event at a time.";
    }

    private static string At(DateTimeOffset time, DateTimeOffset now) =>
        time.UtcDateTime.ToString(time.UtcDateTime.Date == now.UtcDateTime.Date ? "'at' HH:mm:ss 'UTC'" : "'on' d MMMM 'at' HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Null: nothing was tried.</summary>
    public static string? Share(EndpointRow row) => row.Tried == 0 ? null
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(1000.0 * row.Delivered / row.Tried) / 10:0.#} %");

    public static string Duration(TimeSpan? time) => time is not { } known ? "–"
        : known.TotalSeconds < 1 ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalMilliseconds:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{known.TotalSeconds:0.0} s");

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Types(EventTypes types) => string.Join(", ", NamesOf(types));

    /// <summary>Of an address: between two of them it may be broken into lines, and inside one only where it does not fit.</summary>
    public static IEnumerable<string> Parts(string url)
    {
        var path = url.IndexOf('/', url.IndexOf("//", StringComparison.Ordinal) + 2);
        return path < 0 ? [url] : [url[..path], .. url[(path + 1)..].Split('/').Select(part => $"/{part}")];
    }

    /// <summary>For a narrow column.</summary>
    public static string TypesInShort(EventTypes types)
    {
        var (chosen, all) = (NamesOf(types), EventTypeNames.All.Count);
        return chosen.Count == all ? "All events" : chosen.Count == 1 ? chosen[0] : string.Create(CultureInfo.InvariantCulture, $"{chosen.Count} of {all} events");
    }

    private static List<string> NamesOf(EventTypes types) => [.. EventTypeNames.All.Where(row => types.HasAny(row.Type)).Select(row => row.Name)];

    /// <summary>On a button.</summary>
    public static string New(int count) => count >= DeliveryNews.MostNew ? $"{DeliveryNews.MostNew - 1}+ new: show them"
        : string.Create(CultureInfo.InvariantCulture, $"{count} new: show {(count == 1 ? "it" : "them")}");

    /// <param name="replayed">What is sent again of what was missed; null: that was not asked for.</param>
    public static string Resumed(int? replayed) => "Events are sent again from now on." + replayed switch
    {
        null => "",
        0 => " Nothing had failed in that time.",
        1 => " One is replayed.",
        _ => $" {Count(replayed.Value)} are replayed.",
    };

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
