using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using EmailConsole.Delivery.Certificates;
using EmailConsole.Delivery.Network;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Http;

/// <summary>HTTP towards addresses that somebody configured: token endpoints. Everything is held on each connection.</summary>
public sealed class OutboundHttp
{
    private static readonly TimeSpan _connectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(5);

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
        };
        return new HttpsOnlyHandler(handler);
    }

    // The handshake is made here, so that a token endpoint's certificate is judged by the rules of the mail server's
    private async ValueTask<Stream> ConnectAsync(ProviderOrigin origin, DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = await _resolver.ResolveAsync(target.Host, cancellationToken);
        var allowed = addresses
            .Where(a => _policy.Check(origin, TargetUse.TokenEndpoint, a, target.Port) == NetworkDecision.Allowed).ToList();
        if (allowed.Count == 0)
        {
            throw new TargetNotAllowedException($"{target.Host}:{target.Port}");
        }

        var socket = await _dialer.ConnectAsync(allowed, target.Port, cancellationToken);
        var (stream, result) = await HandshakeAsync(new NetworkStream(socket, ownsSocket: true), target.Host, cancellationToken);
        if (result is StageResult.Failed failed)
        {
            await stream.DisposeAsync();
            throw new AuthenticationException($"The certificate is refused: {failed.Fault.Detail}");
        }

        return stream;
    }

    private async Task<(Stream Stream, StageResult Result)> HandshakeAsync(Stream clear, string host, CancellationToken cancellationToken)
    {
        try
        {
            return await _tls.AuthenticateAsync(clear, host, mayResume: false, cancellationToken);
        }
        catch
        {
            await clear.DisposeAsync();
            throw;
        }
    }
}
