using EmailConsole.Delivery.Certificates;

namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>Certificates that were not accepted. There is no switch that accepts them anyway.</summary>
internal static class CertificateRows
{
    public static readonly AdviceRow[] All =
    [
        new("The certificate of {host} leads to no root that this server trusts{detail}.",
            "Have the server's operator let it send its whole chain, or use a certificate of a public authority.")
        {
            Console = "To trust an authority of one's own, put its certificate (PEM) into the file that Tls:AdditionalCaFile in appsettings.json names.",
            Kinds = [DeliveryFailureKind.CertificateUntrusted],
        },
        new("The certificate of {host} is expired or not valid yet{detail}.",
            "The server's operator must renew it.")
        {
            Console = "If the certificate's dates look right, check this machine's clock.",
            Kinds = [DeliveryFailureKind.CertificateExpired],
        },
        new("The certificate of {host} has no subject alternative name{detail}. The common name alone does not count (RFC 9525).",
            "The server's operator must install a new certificate that has {host} as a subject alternative name.")
        {
            Kinds = [DeliveryFailureKind.CertificateNameMismatch], Words = CertificateText.NoAlternativeName,
        },
        new("The certificate that answered is for another name than {host}{detail}.",
            "Set Server Host to a name that is in the certificate, or have the server's operator add {host} to it.")
        {
            Kinds = [DeliveryFailureKind.CertificateNameMismatch],
        },
        new("The certificate of {host} has been revoked by its authority{detail}.",
            "The server's operator must install a new one. Do not send credentials there until then.")
        {
            Kinds = [DeliveryFailureKind.CertificateRevoked],
        },
    ];
}
