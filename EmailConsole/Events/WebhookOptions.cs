using Microsoft.Extensions.Options;

namespace EmailConsole.Events;

/// <summary>The section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>How long a receiver may take, from the look-up of its name to the end of its answer; 1 s to 30 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long it is kept what was told, and with what answer; 1 day to 90 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Requests under way at a time, to all receivers; 8 to 4,096. Those that have not answered well since they last failed share a half of them.</summary>
    public int MaxInFlight { get; set; } = 256;

    /// <summary>Deliveries that are kept of an endpoint; beyond it the oldest go. 100 to 1,000,000.</summary>
    public int MaxKept { get; set; } = 100_000;
}

internal sealed class WebhookOptionsValidation : IValidateOptions<WebhookOptions>
{
    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        List<string> errors = [];
        Check(nameof(options.Timeout), options.Timeout.TotalSeconds is >= 1 and <= 30, "1 s to 30 s", options.Timeout);
        Check(nameof(options.Retention), options.Retention.TotalDays is >= 1 and <= 90, "1 day to 90 days", options.Retention);
        Check(nameof(options.MaxInFlight), options.MaxInFlight is >= 8 and <= 4096, "8 to 4,096", options.MaxInFlight);
        Check(nameof(options.MaxKept), options.MaxKept is >= 100 and <= 1_000_000, "100 to 1,000,000", options.MaxKept);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(string key, bool isGood, string range, object value)
        {
            if (!isGood)
            {
                errors.Add($"{WebhookOptions.Section}:{key} must be {range}; it is {value}.");
            }
        }
    }
}
