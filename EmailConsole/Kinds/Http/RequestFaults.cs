using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Http;
using EmailConsole.Delivery.Network;

namespace EmailConsole.Kinds.Http;

/// <summary>What happens to a request that gets no answer, as facts with cause and cure.</summary>
internal static class RequestFaults
{
    /// <param name="exception">What was thrown.</param>
    /// <param name="address">Where the request went.</param>
    /// <param name="progress">How far it was.</param>
    /// <param name="isCancelled">Whether the caller cancelled; else a cancelled operation is a time limit.</param>
    /// <returns>The fault, and the stage where it is certain; null: a defect of our own.</returns>
    public static (Fault Fault, DeliveryStage? Stage)? Of(Exception exception, Uri address, RequestProgress progress, bool isCancelled)
    {
        if (exception is not (OperationCanceledException or HttpRequestException or IOException or SocketException or AuthenticationException or CryptographicException))
        {
            return null;
        }

        if (isCancelled)
        {
            return (Make(new Fault(DeliveryFailureKind.Cancelled), address, progress, Blame.Ours), null);
        }

        var isBegun = progress != RequestProgress.NotBegun;
        var (fault, stage) = Classify(exception, isBegun);
        return (Make(fault, address, progress, BlameOf(fault)), isBegun ? null : stage);
    }

    private static (Fault Fault, DeliveryStage? Stage) Classify(Exception exception, bool isBegun) => exception switch
    {
        _ when Within<TargetNotAllowedException>(exception) is not null => (new Fault(DeliveryFailureKind.TargetNotAllowed), DeliveryStage.Connect),
        _ when Within<CertificateRefusedException>(exception) is { } refused => (refused.Fault, DeliveryStage.Encrypt),
        OperationCanceledException => (new Fault(DeliveryFailureKind.TimedOut, IsRetryable: true), isBegun ? DeliveryStage.Answer : DeliveryStage.Connect),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException or CryptographicException =>
            (new Fault(DeliveryFailureKind.TlsHandshakeFailed, Detail: Innermost(exception)), DeliveryStage.Encrypt),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } =>
            (new Fault(DeliveryFailureKind.ProtocolViolation, IsRetryable: true), null),
        _ when !isBegun && Within<SocketException>(exception) is { } socket && FaultClassifier.Classify(socket, isCancelled: false) is { } fault =>
            (fault, fault.Kind == DeliveryFailureKind.HostNotFound ? DeliveryStage.Resolve : DeliveryStage.Connect),
        _ => (new Fault(DeliveryFailureKind.ConnectionLost, IsRetryable: true), null),
    };

    // A certificate that is refused, or is for another name, means that somebody else answers there
    private static Blame BlameOf(Fault fault) => fault.Kind switch
    {
        DeliveryFailureKind.CertificateUntrusted or DeliveryFailureKind.CertificateExpired or DeliveryFailureKind.CertificateNameMismatch
            or DeliveryFailureKind.CertificateRevoked => Blame.Credentials,
        DeliveryFailureKind.InternalError => Blame.Ours,
        _ => Blame.Provider,
    };

    private static Fault Make(Fault fault, Uri address, RequestProgress progress, Blame blame) => fault with
    {
        Judged = new Judgement(
            blame, progress == RequestProgress.MessageBegun ? FailureOutcome.Unknown : FailureOutcome.NotAccepted, Advise(fault, address, progress)),
    };

    private static DeliveryAdvice Advise(Fault fault, Uri address, RequestProgress progress)
    {
        var isBegun = progress != RequestProgress.NotBegun;
        var (host, port) = (address.IdnHost, address.Port.ToString(CultureInfo.InvariantCulture));
        var detail = fault.Detail is { Length: > 0 } known ? $" ({known.TrimEnd('.')})" : "";
        var unknown = progress == RequestProgress.MessageBegun ? " Whether the message was sent is not known." : " Nothing was sent.";
        return fault.Kind switch
        {
            DeliveryFailureKind.Cancelled => new($"Cancelled.{unknown}", null),
            DeliveryFailureKind.HostNotFound => Console($"The name {host} was not found in DNS{detail}.", "Check the address for typing errors.", $"If the name {host} is right, see whether this machine's DNS knows it."),
            DeliveryFailureKind.TargetNotAllowed => Console(
                $"A tenant's provider may not connect to {host} on port {port}: only to public addresses, on the ports 443, 8443 and 9443.", "Use a public address on one of those ports.",
                $"To allow {host} on port {port}, add its address and port to Network:Allow in appsettings.json."),
            DeliveryFailureKind.ConnectionRefused => new($"{host} refused the connection: nothing listens on port {port}.", "Check the address; if it is right, see the provider's status page."),
            DeliveryFailureKind.Unreachable => Console($"{host} cannot be reached from this server{detail}.", "Check the address.", $"Check this machine's network, and whether a firewall lets it out to {host} on port {port}."),
            DeliveryFailureKind.TimedOut when !isBegun => Console($"No connection to {host} on port {port} in time: a firewall blocks it, or the address is wrong.", "Check the address.", $"Let this machine open https connections to {host} on port {port}."),
            DeliveryFailureKind.TimedOut => new($"{host} did not answer in time.{unknown}", "If it stays, see the provider's status page."),
            DeliveryFailureKind.CertificateUntrusted => Console(
                $"The certificate of {host} is not trusted{detail}. Nothing was sent.", "Its operator must give it a certificate of a public authority.",
                "To trust an authority of one's own, put its certificate (PEM) into the file that Tls:AdditionalCaFile in appsettings.json names."),
            DeliveryFailureKind.CertificateExpired or DeliveryFailureKind.CertificateNameMismatch or DeliveryFailureKind.CertificateRevoked =>
                new($"The certificate of {host} cannot be used{detail}. Nothing was sent.", "Check the address: another server may answer there."),
            DeliveryFailureKind.TlsHandshakeFailed => new($"{host} and this server could not agree on TLS{detail}. Nothing was sent.", "Check the address and its port: what answers there may speak no TLS."),
            DeliveryFailureKind.ProtocolViolation => new($"What {host} answered is no HTTP, or too long.{unknown}", "Check the address."),
            DeliveryFailureKind.InternalError => Console(
                $"The console has no free file handles, so it could not talk to {host}. The server is not at fault.", "Try again in a moment.",
                "Raise the limit of open files of the console's process (LimitNOFILE of a systemd unit, ulimit -n)."),
            _ => new($"The connection to {host} was lost.{unknown}", "Try again. If it stays, see the provider's status page."),
        };
    }

    private static DeliveryAdvice Console(string cause, string own, string ofConsole) => new(cause, DeliveryAdvice.Join(own, ofConsole));

    private static T? Within<T>(Exception? exception)
        where T : Exception => exception is T found ? found : exception?.InnerException is { } inner ? Within<T>(inner) : null;

    private static string Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e.Message;
}

/// <summary>How far a request was when it failed.</summary>
internal enum RequestProgress
{
    /// <summary>Nothing of it is out.</summary>
    NotBegun = 0,

    /// <summary>It is out, and has no message in it.</summary>
    Asked = 1,

    /// <summary>Its body, the message, may be out: nobody knows what became of it.</summary>
    MessageBegun = 2,
}
