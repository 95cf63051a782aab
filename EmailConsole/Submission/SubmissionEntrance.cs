using System.Globalization;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Delivery.Smtp;
using EmailConsole.EmailProviders;
using Microsoft.Extensions.Options;

namespace EmailConsole.Submission;

/// <summary>Tells the pages where programs connect, and where they cannot, why. Names no file of the machine: a tenant's administrators read it.</summary>
internal sealed class SubmissionEntrance(SubmissionState state, SubmissionHost host, SenderPolicies policies, IOptions<SubmissionOptions> options, TimeProvider clock) : ISmtpEntrance
{
    private const string Restart = "and start the console again";

    // A machine without a full name greets with its address: no certificate names that
    private string CertificateName => EhloName.IsValid(host.Name)
        ? $"The certificate must name {host.Name}; where that is not how programs reach the console, set Submission:HostName as well."
        : "Set Submission:HostName too, to the name by which programs reach the console: the certificate must name it.";

    public SmtpEntrance Find()
    {
        var ports = state.Ports;
        return new SmtpEntrance(host.Name, ports.Tls, ports.StartTls, ports.Development, [.. Troubles(ports)]);
    }

    public async ValueTask<SmtpSender?> FindSenderAsync(Guid tenantId, CancellationToken cancellationToken) =>
        await policies.FindAsync(tenantId, cancellationToken) is not { } policy ? null : new SmtpSender(policy.FromAddress, policy.Mode switch
        {
            OtherSenders.Allow => "Others pass where the list of other senders on the Email Provider page has them.",
            OtherSenders.Replace => "Another one is replaced by it, and becomes Reply-To.",
            _ => "Another one is refused, unless other senders are allowed on the Email Provider page.",
        });

    private IEnumerable<SmtpTrouble> Troubles(SubmissionPorts ports)
    {
        if (!options.Value.Enabled)
        {
            yield return new SmtpTrouble("This console takes no mail by SMTP: that is switched off.", $"Set Submission:Enabled to true, {Restart}.");
            yield break;
        }

        foreach (var (port, fault) in state.PortFaults.OrderBy(f => f.Key))
        {
            yield return new SmtpTrouble(
                string.Create(CultureInfo.InvariantCulture, $"Port {port} is closed: the console could not take it ({fault.TrimEnd('.')})."),
                $"Stop the program that uses the port: it is tried again every {SubmissionServer.Interval.TotalSeconds} seconds, and no start is needed. "
                + "Or allow the console to use a port below 1024, with AmbientCapabilities=CAP_NET_BIND_SERVICE in its systemd unit, "
                + $"or set Submission:Port, Submission:TlsPort or Submission:DevelopmentPort to another one, {Restart}.");
        }

        if (options.Value is { Port: null, TlsPort: null })
        {
            yield return new SmtpTrouble("The console has no port for SMTP with TLS.", $"Set Submission:TlsPort to 465 and Submission:Port to 587, {Restart}.");
        }
        else if (state.Certificate is null)
        {
            yield return new SmtpTrouble(
                "The console has no certificate, and takes no mail by SMTP from other machines without one.",
                "Set Submission:Certificate to a PEM file with the certificate and those that lead to an authority, and Submission:CertificateKey to the file of its key, "
                + $"{Restart}. {CertificateName}");
        }
        else if (state.CertificateFault is not null)
        {
            yield return new SmtpTrouble(
                ports is { Tls: null, StartTls: null }
                    ? "The console's certificate for SMTP cannot be used, and it takes no mail by SMTP from other machines without one."
                    : "The console has been given a new certificate for SMTP that cannot be used. The one before stays in force until it expires.",
                "Correct the files that Submission:Certificate and Submission:CertificateKey name; the log says what is wrong with them. They are looked at every five seconds: no start is needed.");
        }

        if (state.Certificate?.Current is { } current && CertificateTrouble.Find(current.TargetCertificate, host.Name, clock.GetUtcNow()) is { } trouble)
        {
            yield return trouble;
        }
    }
}
