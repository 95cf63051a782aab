using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using EmailConsole.Delivery.Certificates;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Network;

/// <summary>HTTP towards addresses that somebody configured: token endpoints. Everything is held on each connection.</summary>
public sealed class OutboundHttp
{
    private static readonly TimeSpan _connectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(5);

    private readonly IHostResolver _resolver;
    private readonly NetworkPolicy _policy;
    private readonly Dialer _dialer;
    private readonly CertificateVerifier _verifier;

    internal OutboundHttp(IHostResolver resolver, NetworkPolicy policy, Dialer dialer, CertificateVerifier verifier)
    {
        _resolver = resolver;
        _policy = policy;
        _dialer = dialer;
        _verifier = verifier;
    }

    /// <summary>
    /// A handler that connects as the network policy allows for providers of that origin, by https alone, verifies
    /// certificates as the shared sender does, and follows no redirect. No proxy: it would connect where the policy does not
    /// see. The caller owns and keeps it; redirects come back as answers.
    /// </summary>
    /// <remarks>
    /// A request fails with <see cref="HttpRequestException"/>; where the policy refused, a
    /// <see cref="TargetNotAllowedException"/> is within it.
    /// </remarks>
    public HttpMessageHandler CreateHandler(ProviderOrigin origin)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = _connectTimeout,
            PooledConnectionLifetime = _lifetime,
            MaxResponseHeadersLength = 64,
            ConnectCallback = (context, token) => ConnectAsync(origin, context.DnsEndPoint, token),
            SslOptions = new SslClientAuthenticationOptions
            {
                // A resumed session shows no certificate
                AllowTlsResume = false,
                CertificateChainPolicy = CertificateVerifier.Policy(),
                RemoteCertificateValidationCallback = IsTrusted,
            },
        };
        return new HttpsOnlyHandler(handler);
    }

    private async ValueTask<Stream> ConnectAsync(ProviderOrigin origin, DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = await _resolver.ResolveAsync(target.Host, cancellationToken);
        var allowed = addresses
            .Where(a => _policy.Check(origin, TargetUse.TokenEndpoint, a, target.Port) == NetworkDecision.Allowed).ToList();
        return allowed.Count > 0
            ? new NetworkStream(await _dialer.ConnectAsync(allowed, target.Port, cancellationToken), ownsSocket: true)
            : throw new TargetNotAllowedException($"{target.Host}:{target.Port}");
    }

    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        sender is SslStream stream && certificate is X509Certificate2 own && chain is not null
        && _verifier.Verify(own, chain, stream.TargetHostName) is null;
}
