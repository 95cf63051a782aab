using System.Globalization;
using EmailConsole.Tenants;

namespace EmailConsole.Accounts.Components;

/// <summary>What every page calls the health of a provider.</summary>
internal static class HealthWords
{
    /// <summary>In a word or two.</summary>
    public static string Short(ProviderHealth health) => health switch
    {
        ProviderHealth.Works => "Works",
        ProviderHealth.NothingSent => "Nothing sent yet",
        ProviderHealth.Slowed => "Slowed",
        ProviderHealth.Paused => "Paused",
        ProviderHealth.Failing => "Failing",
        ProviderHealth.ByStandby => "By a standby",
        ProviderHealth.Inactive => "Sends nothing",
        _ => "No provider",
    };

    /// <summary>Why; null: there is nothing to say.</summary>
    public static string? Cause(ProviderHealth health) => health switch
    {
        ProviderHealth.Slowed slowed => slowed.Cause,
        ProviderHealth.Paused paused => paused.Cause,
        ProviderHealth.Failing failing => failing.Cause,
        ProviderHealth.ByStandby standby => standby.Cause,
        _ => null,
    };

    /// <summary>Why, and until or since when; empty: there is nothing to say.</summary>
    public static string Details(ProviderHealth health, DateTimeOffset now) => health switch
    {
        ProviderHealth.Slowed slowed => $"{Sentence(slowed.Cause)} Goes on at {Clock(slowed.Until, now)}.",
        ProviderHealth.Paused paused => $"{Sentence(paused.Cause)} {NextTry(paused, now)}",
        ProviderHealth.Failing failing => $"{Sentence(failing.Cause)} Since {Clock(failing.Since, now)}.",
        ProviderHealth.ByStandby standby => $"{Sentence(standby.Cause)} Since {Clock(standby.Since, now)}. Mail leaves by {Within(standby.Name)}.",
        _ => "",
    };

    /// <summary>In whole sentences.</summary>
    /// <param name="health">The health.</param>
    /// <param name="waiting">So many messages wait; null: not said.</param>
    /// <param name="now">The time.</param>
    public static string Long(ProviderHealth health, long? waiting, DateTimeOffset now)
    {
        var waits = waiting switch
        {
            null or 0 => "",
            1 => " 1 message waits.",
            { } count => string.Create(CultureInfo.InvariantCulture, $" {count:N0} messages wait."),
        };
        return health switch
        {
            ProviderHealth.Slowed slowed => $"Sending is slowed: {Sentence(slowed.Cause)}{waits} Goes on at {Clock(slowed.Until, now)}.",
            ProviderHealth.Paused paused => $"Sending is paused: {Sentence(paused.Cause)}{waits} {NextTry(paused, now)}{WhomToTell(health)}",
            ProviderHealth.Failing failing => $"Sending fails since {Clock(failing.Since, now)}: {Sentence(failing.Cause)}{waits}{WhomToTell(health)}",
            ProviderHealth.ByStandby standby =>
                $"Mail leaves by {Within(standby.Name)}, because the first provider fails since {Clock(standby.Since, now)}: {Sentence(standby.Cause)}{WhomToTell(health)}",
            ProviderHealth.Inactive => $"The tenant is deactivated: its mail does not leave.{waits}",
            ProviderHealth.Missing => $"Mail cannot leave: no email provider is in force.{waits}",
            ProviderHealth.Works => "The email provider works.",
            _ => "Nothing was sent yet.",
        };
    }

    /// <summary>The class that gives its colour.</summary>
    public static string Class(ProviderHealth health) => health switch
    {
        ProviderHealth.Works => "is-working",
        ProviderHealth.Slowed or ProviderHealth.ByStandby or ProviderHealth.Missing => "is-slowed",
        ProviderHealth.Paused or ProviderHealth.Failing => "is-failing",
        _ => "is-unknown",
    };

    private static string NextTry(ProviderHealth.Paused paused, DateTimeOffset now) =>
        paused.IsTrying || paused.Until <= now ? "The next message that is due tries it." : $"Next try {Clock(paused.Until, now)}.";

    private static string WhomToTell(ProviderHealth health) =>
        health.MayTry ? "" : $" Tell an administrator of {TenantDomain.Super}: they see the server's own words, and can have it tried now.";

    // Within a sentence
    private static string Within(string name) => name.StartsWith("The super tenant's", StringComparison.Ordinal) ? $"t{name[1..]}" : name;

    private static string Sentence(string cause) => $"{cause.TrimEnd('.')}.";

    private static string Clock(DateTimeOffset at, DateTimeOffset now) =>
        at.UtcDateTime.ToString((at - now).Duration() < TimeSpan.FromHours(20) ? "HH:mm:ss 'UTC'" : "d MMM HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
