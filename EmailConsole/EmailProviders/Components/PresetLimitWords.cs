using System.Globalization;
using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.EmailProviders.Components;

/// <summary>Limits in words, the tightest kind first.</summary>
internal static class PresetLimitWords
{
    public static IReadOnlyList<string> Describe(PresetLimits limits)
    {
        (int? Value, string One, string Many)[] all =
        [
            (limits.Connections, "connection at a time", "connections at a time"),
            (limits.MessagesPerMinute, "message a minute", "messages a minute"),
            (limits.MessagesPerDay, "message a day", "messages a day"),
            (limits.RecipientsPerDay, "recipient a day", "recipients a day"),
            (limits.RecipientsPerMessage, "recipient a message", "recipients a message"),
            (limits.MessagesPerConnection, "message a connection", "messages a connection"),
        ];
        return
        [
            .. all.Where(l => l.Value is not null)
                .Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Value:N0} {(l.Value == 1 ? l.One : l.Many)}")),
        ];
    }
}
