using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox;

internal sealed class OutboxOptionsValidation : IValidateOptions<OutboxOptions>
{
    private const long Megabyte = 1024 * 1024;
    private const long Terabyte = Megabyte * Megabyte;

    public ValidateOptionsResult Validate(string? name, OutboxOptions options)
    {
        List<string> errors = [];
        Number(nameof(options.QueueLimit), options.QueueLimit, 1, 10_000_000);
        Number(nameof(options.QueueBytes), options.QueueBytes, options.MaxMessageSize, Terabyte);
        Number(nameof(options.KeyBytes), options.KeyBytes, 1024, Terabyte);
        Number(nameof(options.MaxMessageSize), options.MaxMessageSize, 1024, 100 * Megabyte);
        Number(nameof(options.MaxRequestSize), options.MaxRequestSize, 1024, 200 * Megabyte);
        if (options.RequestMemory is { } memory)
        {
            Number(nameof(options.RequestMemory), memory, 4 * options.MaxRequestSize, 16 * 1024 * Megabyte);
        }

        Number(nameof(options.MaxRecipients), options.MaxRecipients, 1, 1_000);
        Number(nameof(options.MaxBatch), options.MaxBatch, 1, 10_000);
        Number(nameof(options.UnrecordedResults), options.UnrecordedResults, 1, 10_000);
        Time(nameof(options.LockTimeout), options.LockTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        Time(nameof(options.FirstRetry), options.FirstRetry, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Time(nameof(options.LongestRetry), options.LongestRetry, options.FirstRetry, TimeSpan.FromDays(1));
        Time(nameof(options.HighSwitchAfter), options.HighSwitchAfter, TimeSpan.Zero, TimeSpan.FromDays(1));
        Time(nameof(options.NormalSwitchAfter), options.NormalSwitchAfter, TimeSpan.Zero, TimeSpan.FromDays(1));
        Time(nameof(options.BulkSwitchAfter), options.BulkSwitchAfter, TimeSpan.Zero, TimeSpan.FromDays(1));
        Time(nameof(options.RetryFor), options.RetryFor, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30));
        Time(nameof(options.HistoryRetention), options.HistoryRetention, TimeSpan.FromHours(1), TimeSpan.FromDays(3650));
        Time(nameof(options.ContentRetention), options.ContentRetention, TimeSpan.Zero, options.HistoryRetention);
        Time(nameof(options.KeyRetention), options.KeyRetention, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30));
        foreach (var header in options.AllowedHeaders)
        {
            if (OwnHeaders.FindFault(new OutgoingHeader(header, "")) is { } fault)
            {
                errors.Add($"Outbox:AllowedHeaders: '{header}' cannot be allowed: {fault}.");
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Number(string key, long value, long least, long most)
        {
            if (value < least || value > most)
            {
                errors.Add($"Outbox:{key} must be from {least} to {most}; it is {value}.");
            }
        }

        void Time(string key, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most)
            {
                errors.Add($"Outbox:{key} must be from '{least:c}' to '{most:c}'; it is '{value:c}'.");
            }
        }
    }
}
