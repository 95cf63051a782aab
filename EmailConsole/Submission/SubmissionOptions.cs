using EmailConsole.Delivery.Smtp;
using EmailConsole.SmtpServing;
using Microsoft.Extensions.Options;

namespace EmailConsole.Submission;

/// <summary>The section <c>Submission</c>: the SMTP ports at which a tenant's programs hand their mail over.</summary>
public sealed class SubmissionOptions
{
    public const string Section = "Submission";

    /// <summary>Whether programs may hand mail over by SMTP at all; default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Of the port with STARTTLS (RFC 6409); default 587. 0: a free one; null: none.</summary>
    public int? Port { get; set; } = 587;

    /// <summary>Of the port with TLS from the start (RFC 8314); default 465. 0: a free one; null: none.</summary>
    public int? TlsPort { get; set; } = 465;

    /// <summary>Development only: of a port on loopback without TLS; default 1587. 0: a free one; null: none.</summary>
    public int? DevelopmentPort { get; set; } = 1587;

    /// <summary>
    /// The certificate: a PEM file with those that lead to an authority, or PKCS #12. Looked at every few seconds. Default: Kestrel's
    /// (<c>Kestrel:Certificates:Default</c>). Without one ports 465 and 587 are off.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>The PEM file of its private key; null: it is in the same file.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>Of the key; null: none.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>The name that programs connect to: in the greeting, in Received, and where the console says how to set a program up. Default: the host of <c>PublicUrl</c>, else the machine's.</summary>
    public string? HostName { get; set; }

    /// <summary>Connections of all programs; default 500, 1 to 100,000.</summary>
    public int MaxConnections { get; set; } = 500;

    /// <summary>Of those from one address; default 50.</summary>
    public int MaxConnectionsPerAddress { get; set; } = 50;

    /// <summary>Of those signed in with one key; default 50.</summary>
    public int MaxConnectionsPerKey { get; set; } = 50;

    /// <summary>Recipients of one message; default 1,000, 100 to 1,000 (RFC 5321 section 4.5.3.1.8).</summary>
    public int MaxRecipients { get; set; } = 1_000;

    /// <summary>The ports that a console opens with this, where nobody else has them; a free one, which nobody knows before, is none here.</summary>
    /// <param name="hasCertificate">Whether one is configured.</param>
    /// <param name="isDevelopment">As the environment is.</param>
    internal SubmissionPorts FindPorts(bool hasCertificate, bool isDevelopment) => new(
        Enabled && hasCertificate && Port is > 0 ? Port : null,
        Enabled && hasCertificate && TlsPort is > 0 ? TlsPort : null,
        Enabled && isDevelopment && DevelopmentPort is > 0 ? DevelopmentPort : null);

    /// <summary>Where the certificate is; null: nowhere.</summary>
    /// <param name="configuration">For Kestrel's.</param>
    /// <param name="resolve">Makes a path of one that is relative.</param>
    internal CertificateFiles? FindCertificate(IConfiguration configuration, Func<string, string> resolve)
    {
        if (Certificate is { Length: > 0 } own)
        {
            return new CertificateFiles(resolve(own), CertificateKey is { Length: > 0 } key ? resolve(key) : null, CertificatePassword);
        }

        var kestrel = configuration.GetSection("Kestrel:Certificates:Default");
        return kestrel["Path"] is { Length: > 0 } path
            ? new CertificateFiles(resolve(path), kestrel["KeyPath"] is { Length: > 0 } its ? resolve(its) : null, kestrel["Password"])
            : null;
    }
}

internal sealed class SubmissionOptionsValidation : IValidateOptions<SubmissionOptions>
{
    public ValidateOptionsResult Validate(string? name, SubmissionOptions options)
    {
        List<string> errors = [];
        Port(nameof(options.Port), options.Port);
        Port(nameof(options.TlsPort), options.TlsPort);
        Port(nameof(options.DevelopmentPort), options.DevelopmentPort);
        Number(nameof(options.MaxConnections), options.MaxConnections, 1, 100_000);
        Number(nameof(options.MaxConnectionsPerAddress), options.MaxConnectionsPerAddress, 1, 100_000);
        Number(nameof(options.MaxConnectionsPerKey), options.MaxConnectionsPerKey, 1, 100_000);
        Number(nameof(options.MaxRecipients), options.MaxRecipients, 100, 1_000);
        if (options.HostName is { Length: > 0 } host && !EhloName.IsValid(host))
        {
            errors.Add("Submission:HostName must be a full domain name, such as mail.example.com.");
        }

        if (options.Port is > 0 && options.Port == options.TlsPort)
        {
            errors.Add("Submission:Port and Submission:TlsPort must not be the same.");
        }

        if (options.Certificate is not { Length: > 0 } && (options.CertificateKey ?? options.CertificatePassword) is { Length: > 0 })
        {
            errors.Add("Submission:CertificateKey and Submission:CertificatePassword belong to Submission:Certificate, which is not set.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Port(string key, int? value)
        {
            if (value is < 0 or > 65535)
            {
                errors.Add($"Submission:{key} must be a number from 0 to 65535, or empty for none.");
            }
        }

        void Number(string key, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                errors.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Submission:{key} must be between {least} and {most}."));
            }
        }
    }
}
