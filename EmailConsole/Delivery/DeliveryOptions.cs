namespace EmailConsole.Delivery;

/// <summary>The section <c>Delivery</c>.</summary>
public sealed class DeliveryOptions
{
    public const string Section = "Delivery";

    /// <summary>For the name look-up, and again for the TCP connection; default 10 s, at most 5 min.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For each stage between connection and content; default 30 s, at most 10 min.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For the message up to the reply after its last byte; default 10 min (RFC 5321 section 4.5.3.2.6), at most 1 h.</summary>
    public TimeSpan ContentTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>An ASCII domain name for EHLO; unset: the machine's full name, else its address as a literal.</summary>
    public string? EhloName { get; set; }
}
