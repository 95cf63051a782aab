using Microsoft.Extensions.Options;

namespace EmailConsole.Events.Notices;

/// <summary>The section <c>Notices</c>.</summary>
public sealed class NoticeOptions
{
    public const string Section = "Notices";

    /// <summary>
    /// How long a provider's circuit is open, with mail waiting, before anybody is told, and an endpoint fails before the bell shows it; what comes again within
    /// it is the same matter. 1 s to 1 day.
    /// </summary>
    public TimeSpan After { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What comes within that time goes into one mail; 1 s to 1 hour.</summary>
    public TimeSpan Collect { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A tenant's administrators get at most one mail in that time, with all that is new, and four where outages follow each other; 1 s to 1 day.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromHours(1);

    /// <summary>So many messages of a tenant that expire within an hour are told; 1 to 1,000,000.</summary>
    public int Expired { get; set; } = 10;
}

internal sealed class NoticeOptionsValidation : IValidateOptions<NoticeOptions>
{
    public ValidateOptionsResult Validate(string? name, NoticeOptions options)
    {
        List<string> errors = [];
        Check(nameof(options.After), options.After.TotalSeconds is >= 1 and <= 86_400, "1 s to 1 day", options.After);
        Check(nameof(options.Collect), options.Collect.TotalSeconds is >= 1 and <= 3_600, "1 s to 1 hour", options.Collect);
        Check(nameof(options.Every), options.Every.TotalSeconds is >= 1 and <= 86_400, "1 s to 1 day", options.Every);
        Check(nameof(options.Expired), options.Expired is >= 1 and <= 1_000_000, "1 to 1,000,000", options.Expired);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(string key, bool isGood, string range, object value)
        {
            if (!isGood)
            {
                errors.Add($"{NoticeOptions.Section}:{key} must be {range}; it is {value}.");
            }
        }
    }
}
