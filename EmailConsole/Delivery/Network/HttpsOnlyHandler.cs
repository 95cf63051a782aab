namespace EmailConsole.Delivery.Network;

internal sealed class HttpsOnlyHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.RequestUri is { Scheme: "https" }
            ? base.SendAsync(request, cancellationToken)
            : throw new HttpRequestException(
                "Only https is allowed.", new TargetNotAllowedException(request.RequestUri?.GetLeftPart(UriPartial.Authority) ?? "an empty address"));
}
