using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EmailConsole.Delivery.Certificates;

/// <summary>Certificates in words.</summary>
internal static class CertificateText
{
    /// <summary>What the detail of a certificate says that has no host name where one counts.</summary>
    public const string NoAlternativeName = "no subject alternative name";

    private const int MaxNames = 10;

    /// <summary>Whom it is for: the first name of its SAN, else its subject.</summary>
    public static string Name(X509Certificate2 certificate) => Names(certificate) is [var first, ..] ? first : certificate.Subject;

    public static string Date(DateTimeOffset date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    public static string Problem(
        DeliveryFailureKind kind, X509Certificate2 certificate, string host, X509ChainStatusFlags status, DateTimeOffset now)
    {
        var from = new DateTimeOffset(certificate.NotBefore);
        var until = new DateTimeOffset(certificate.NotAfter);
        return kind switch
        {
            DeliveryFailureKind.CertificateNameMismatch when Names(certificate).Count == 0 =>
                $"it has {NoAlternativeName} for a host, only the subject {certificate.Subject}; asked for was {host}",
            DeliveryFailureKind.CertificateNameMismatch =>
                $"the certificate is for {List(certificate)}; asked for was {host}",
            DeliveryFailureKind.CertificateExpired when now < from => $"the certificate of {Name(certificate)} is not valid before {Date(from)}",
            DeliveryFailureKind.CertificateExpired when now > until => $"the certificate of {Name(certificate)} expired on {Date(until)}",
            DeliveryFailureKind.CertificateExpired => $"a certificate above that of {Name(certificate)} in its chain is outside its dates",
            _ when certificate.Subject == certificate.Issuer => $"the certificate of {Name(certificate)} is signed by itself",
            _ when status.HasFlag(X509ChainStatusFlags.NotValidForUsage) => $"the certificate of {Name(certificate)} is not meant for servers",
            _ => $"the certificate of {Name(certificate)} is issued by {certificate.Issuer}, which is not trusted ({status})",
        };
    }

    private static string List(X509Certificate2 certificate)
    {
        var names = Names(certificate);
        return string.Join(", ", names.Take(MaxNames)) + (names.Count > MaxNames ? $" and {names.Count - MaxNames} more" : "");
    }

    private static List<string> Names(X509Certificate2 certificate)
    {
        try
        {
            return certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is { } names
                ? [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(a => a.ToString())]
                : [];
        }
        catch (CryptographicException)
        {
            // Names that cannot be read are none; the verdict is another's
            return [];
        }
    }
}
