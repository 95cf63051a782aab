namespace EmailConsole.Outbox.Telemetry;

/// <summary>Labels and their values, from closed lists.</summary>
internal static class OutboxLabels
{
    public const string Priority = "priority";
    public const string State = "state";
    public const string Reason = "reason";

    private static readonly string[] Priorities = [.. Enum.GetNames<EmailPriority>().Select(name => name.ToLowerInvariant())];
    private static readonly string[] States = [.. Enum.GetNames<EmailState>().Select(name => name.ToLowerInvariant())];

    public static string Of(EmailPriority priority) => Priorities[(int)priority];

    public static string Of(EmailState state) => States[(int)state];
}
