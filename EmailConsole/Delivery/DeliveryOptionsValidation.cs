using EmailConsole.Delivery.Smtp;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery;

internal sealed class DeliveryOptionsValidation : IValidateOptions<DeliveryOptions>
{
    public ValidateOptionsResult Validate(string? name, DeliveryOptions options)
    {
        List<string> errors = [];
        Check(nameof(options.ConnectTimeout), options.ConnectTimeout, TimeSpan.FromMinutes(5));
        Check(nameof(options.CommandTimeout), options.CommandTimeout, TimeSpan.FromMinutes(10));
        Check(nameof(options.GreetingTimeout), options.GreetingTimeout, TimeSpan.FromMinutes(10));
        Check(nameof(options.ContentTimeout), options.ContentTimeout, TimeSpan.FromHours(1));
        Check(nameof(options.IdleTimeout), options.IdleTimeout, TimeSpan.FromHours(1));
        Check(nameof(options.MaxConnectionAge), options.MaxConnectionAge, TimeSpan.FromDays(1));
        Bound(nameof(options.MaxConnections), options.MaxConnections, 100);
        Bound(nameof(options.MessagesPerConnection), options.MessagesPerConnection, 100_000);
        Bound(nameof(options.MaxSockets), options.MaxSockets, 100_000);
        if (options.EhloName is { } ehlo && !EhloName.IsValid(ehlo))
        {
            errors.Add("Delivery:EhloName must be a full domain name in ASCII, such as 'mail.example.com'.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Bound(string key, int value, int most)
        {
            if (value < 1 || value > most)
            {
                errors.Add($"Delivery:{key} must be a number from 1 to {most}; it is {value}.");
            }
        }

        void Check(string key, TimeSpan value, TimeSpan most)
        {
            if (value <= TimeSpan.Zero || value > most)
            {
                errors.Add($"Delivery:{key} must be more than 00:00:00 and at most {most:c}, such as '00:00:30'; it is '{value:c}'.");
            }
        }
    }
}
