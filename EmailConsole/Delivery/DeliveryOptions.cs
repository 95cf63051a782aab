using EmailConsole.Delivery.Smtp;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery;

/// <summary>The section <c>Delivery</c>.</summary>
public sealed class DeliveryOptions
{
    public const string Section = "Delivery";

    /// <summary>For the name look-up, and again for the TCP connection; default 10 s, at most 5 min.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For each stage between connection and content, and within it for each recipient's reply; default 30 s, at most 10 min.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// For a server's greeting, and again for its answer to EHLO, where nobody watches; default 5 min (RFC 5321 section
    /// 4.5.3.2.1), at most 10 min. A test email waits no longer than <see cref="CommandTimeout"/>.
    /// </summary>
    public TimeSpan GreetingTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>For the message up to the reply after its last byte; default 10 min (RFC 5321 section 4.5.3.2.6), at most 1 h.</summary>
    public TimeSpan ContentTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Connections to one provider's server, where its settings name no number; default 8, 1 to 100.</summary>
    public int MaxConnections { get; set; } = 8;

    /// <summary>Messages over one connection, where the provider's settings name no number; default 1,000, 1 to 100,000.</summary>
    public int MessagesPerConnection { get; set; } = 1_000;

    /// <summary>How long an open connection waits for its next message; default 60 s, at most 1 h.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a connection is used at most; default 30 min, at most 1 day.</summary>
    public TimeSpan MaxConnectionAge { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Connections to the servers of all providers together; default 2,000, 1 to 100,000.</summary>
    public int MaxSockets { get; set; } = 2_000;

    /// <summary>Whether commands go in groups where a server offers PIPELINING; default true.</summary>
    public bool Pipelining { get; set; } = true;

    /// <summary>Whether BDAT is used where a server offers CHUNKING; default true.</summary>
    public bool Chunking { get; set; } = true;

    /// <summary>Whether MAIL, RCPT and BDAT may go in one group (one round trip); default true.</summary>
    public bool SingleGroup { get; set; } = true;

    /// <summary>
    /// Whether a message that a program wrote itself is marked as a machine's (<c>Auto-Submitted: auto-generated</c>, RFC 3834) where it says
    /// nothing of that; default true. False where people write through the console.
    /// </summary>
    public bool AutoSubmitted { get; set; } = true;

    /// <summary>An ASCII domain name for EHLO; unset: the machine's full name, else its address as a literal.</summary>
    public string? EhloName { get; set; }
}

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
