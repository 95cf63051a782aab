using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using EmailConsole.Delivery.Certificates;
using EmailConsole.Delivery.Network;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Http;

/// <summary>HTTP towards addresses that somebody configured: token endpoints and providers' APIs. Everything is held on each connection.</summary>
public sealed class OutboundHttp
{
    private static readonly TimeSpan _connectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(5);

    // Shorter than servers wait: one that closes at the moment of a request leaves open whether it was heard
    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(20);

    private readonly IHostResolver _resolver;
    private readonly NetworkPolicy _policy;
    private readonly Dialer _dialer;
    private readonly TlsHandshake _tls;

    internal OutboundHttp(IHostResolver resolver, NetworkPolicy policy, Dialer dialer, TlsHandshake tls)
    {
        _resolver = resolver;
        _policy = policy;
        _dialer = dialer;
        _tls = tls;
    }

    /// <summary>
    /// A handler that connects as the network policy allows for providers of that origin, by https alone, verifies
    /// certificates as the shared sender does, and follows no redirect. No proxy: it would connect where the policy does not
    /// see. The caller owns and keeps it; redirects come back as answers.
    /// </summary>
    /// <remarks>
    /// A request fails with <see cref="HttpRequestException"/>; where the policy refused, a
    /// <see cref="TargetNotAllowedException"/> is within it, where the certificate did, a <see cref="CertificateRefusedException"/>.
    /// </remarks>
    public HttpMessageHandler CreateHandler(ProviderOrigin origin) =>
        CreateHandler((target, token) => ConnectAsync(origin, target, token));

    /// <summary>
    /// The same for what is told to a tenant's programs. Whoever's they are, they are bound by what tenants are bound by: the super tenant is no exception.
    /// http is taken where <see cref="NetworkPolicy.MayBePlain"/> says so.
    /// </summary>
    internal HttpMessageHandler CreateWebhookHandler() => CreateSockets(async (context, token) =>
    {
        var isPlain = context.InitialRequestMessage.RequestUri is not { Scheme: "https" };
        var addresses = await ResolveAsync(context.DnsEndPoint.Host, token);
        var open = isPlain ? [.. addresses.Where(a => _policy.MayBePlain(a, context.DnsEndPoint.Port))] : addresses;
        var socket = await DialAsync(ProviderOrigin.Tenant, open, context.DnsEndPoint, token, TargetUse.Webhook);
        return isPlain ? new NetworkStream(socket, ownsSocket: true) : (await EncryptAsync(socket, context.DnsEndPoint.Host, token)).Stream;
    });

    /// <summary>The same over one connection that is open already; no other is made.</summary>
    /// <param name="open">Encrypted; owned by the handler from its first request on.</param>
    internal static HttpMessageHandler CreateHandler(Stream open)
    {
        Stream? left = open;
        return CreateHandler((_, _) => Interlocked.Exchange(ref left, null) is { } stream
            ? ValueTask.FromResult(stream)
            : throw new IOException("The one connection is used."));
    }

    internal Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        _resolver.ResolveAsync(host, cancellationToken);

    /// <returns>Those that may be told to whom the provider belongs: a tenant shall not learn the addresses of the network behind the console.</returns>
    internal IReadOnlyList<IPAddress> Tellable(ProviderOrigin origin, IReadOnlyList<IPAddress> addresses, int port) =>
        [.. addresses.Where(a => _policy.Check(origin, TargetUse.TokenEndpoint, a, port) != NetworkDecision.AddressRefused)];

    /// <exception cref="TargetNotAllowedException">The policy allows none of the addresses.</exception>
    internal async Task<Socket> DialAsync(ProviderOrigin origin, IReadOnlyList<IPAddress> addresses, DnsEndPoint target, CancellationToken cancellationToken, TargetUse use = TargetUse.TokenEndpoint)
    {
        var allowed = addresses
            .Where(a => _policy.Check(origin, use, a, target.Port) == NetworkDecision.Allowed).ToList();
        return allowed.Count == 0
            ? throw new TargetNotAllowedException($"{target.Host}:{target.Port}")
            : await _dialer.ConnectAsync(allowed, target.Port, cancellationToken);
    }

    /// <summary>As <see cref="TlsHandshake"/>, with an exception for a certificate that is refused. The socket is closed with every exception.</summary>
    internal async Task<(Stream Stream, StageResult.Passed Passed)> EncryptAsync(Socket socket, string host, CancellationToken cancellationToken)
    {
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            (stream, var result) = await _tls.AuthenticateAsync(stream, host, mayResume: false, cancellationToken);
            return result is StageResult.Failed failed ? throw new CertificateRefusedException(failed.Fault) : (stream, (StageResult.Passed)result);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static HttpsOnlyHandler CreateHandler(Func<DnsEndPoint, CancellationToken, ValueTask<Stream>> connect) =>
        new(CreateSockets((context, token) => connect(context.DnsEndPoint, token)));

    private static SocketsHttpHandler CreateSockets(Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = _connectTimeout,
        PooledConnectionLifetime = _lifetime,
        PooledConnectionIdleTimeout = _idle,
        MaxResponseHeadersLength = 64,
        ConnectCallback = connect,
    };

    // The handshake is made here, so that a token endpoint's certificate is judged by the rules of the mail server's
    private async ValueTask<Stream> ConnectAsync(ProviderOrigin origin, DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(target.Host, cancellationToken);
        var socket = await DialAsync(origin, addresses, target, cancellationToken);
        return (await EncryptAsync(socket, target.Host, cancellationToken)).Stream;
    }
}

/// <summary>The server's certificate is not one to trust.</summary>
/// <param name="fault">Why.</param>
internal sealed class CertificateRefusedException(Fault fault) : AuthenticationException($"The certificate is refused: {fault.Detail}")
{
    public Fault Fault => fault;
}
