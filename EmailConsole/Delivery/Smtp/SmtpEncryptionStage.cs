using EmailConsole.Delivery.Certificates;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Smtp;

/// <summary>STARTTLS (RFC 3207) and TLS from the first byte (RFC 8314).</summary>
internal sealed class SmtpEncryptionStage(TlsHandshake tls)
{
    public Task<StageResult> ImplicitAsync(SmtpConnection connection, string host, CancellationToken cancellationToken) =>
        connection.EncryptAsync(tls, host, cancellationToken);

    public async Task<StageResult> StartTlsAsync(
        SmtpConnection connection, EmailProviderSettings settings, string? ehloName, CancellationToken cancellationToken)
    {
        if (!connection.Capabilities.StartTls)
        {
            return settings.Encryption == SmtpEncryption.StartTlsIfOffered
                ? new StageResult.Passed(
                    "not encrypted: the server offers no STARTTLS",
                    settings.AuthenticationType == AuthenticationType.None
                        ? "Everything goes in clear text."
                        : "Everything goes in clear text, the credentials too.")
                : new Fault(DeliveryFailureKind.StartTlsNotOffered, Detail: connection.Capabilities.ToString());
        }

        var reply = await connection.CommandAsync("STARTTLS", cancellationToken);
        if (!reply.IsPositive)
        {
            return Fault.Refused(DeliveryFailureKind.Refused, reply);
        }

        connection.RefuseLeftOvers();
        var result = await connection.EncryptAsync(tls, settings.Host, cancellationToken);
        if (result is StageResult.Passed && await SmtpGreeting.EhloAsync(connection, ehloName, wait: null, cancellationToken) is { } fault)
        {
            return fault;
        }

        return result;
    }
}
