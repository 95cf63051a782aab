using EmailConsole.Delivery.Network;

namespace EmailConsole.Delivery.Http;

internal sealed class HttpsOnlyHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Check(request.RequestUri);
        return base.SendAsync(request, cancellationToken);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Check(request.RequestUri);
        return base.Send(request, cancellationToken);
    }

    private static void Check(Uri? address)
    {
        if (address is not { Scheme: "https" })
        {
            throw new HttpRequestException(
                "Only https is allowed.",
                new TargetNotAllowedException(address?.GetLeftPart(UriPartial.Authority) ?? "an empty address"));
        }
    }
}
