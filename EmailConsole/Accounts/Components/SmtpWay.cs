using System.Globalization;
using EmailConsole.Accounts.ApiKeys;

namespace EmailConsole.Accounts.Components;

/// <summary>One of the ways to hand mail over by SMTP.</summary>
/// <param name="Security">How it is encrypted.</param>
/// <param name="Host">The name to connect to.</param>
/// <param name="Port">Which one.</param>
public sealed record SmtpWay(SmtpSecurity Security, string Host, int Port)
{
    /// <summary>As forms of programs call it.</summary>
    public string Words => Security switch
    {
        SmtpSecurity.Tls => "TLS from the start (SSL/TLS)",
        SmtpSecurity.StartTls => "STARTTLS, required",
        _ => "None, on the same machine",
    };

    public string PortText => Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>Those that are open, the best first.</summary>
    public static IReadOnlyList<SmtpWay> Of(SmtpEntrance? entrance)
    {
        List<SmtpWay> ways = [];
        if (entrance?.TlsPort is { } tls)
        {
            ways.Add(new SmtpWay(SmtpSecurity.Tls, entrance.HostName, tls));
        }

        if (entrance?.StartTlsPort is { } startTls)
        {
            ways.Add(new SmtpWay(SmtpSecurity.StartTls, entrance.HostName, startTls));
        }

        if (entrance?.LoopbackPort is { } loopback)
        {
            ways.Add(new SmtpWay(SmtpSecurity.None, "localhost", loopback));
        }

        return ways;
    }
}

/// <summary>How a program encrypts its connection.</summary>
public enum SmtpSecurity
{
    /// <summary>With TLS from the first octet on.</summary>
    Tls = 0,

    /// <summary>With STARTTLS.</summary>
    StartTls = 1,

    /// <summary>Not at all.</summary>
    None = 2,
}
