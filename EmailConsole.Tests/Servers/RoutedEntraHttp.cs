using System.Net;
using System.Net.Sockets;
using EmailConsole.Delivery.Tokens.Entra;
using EmailConsole.EmailProviders;
using Microsoft.Identity.Client;

namespace EmailConsole.Tests.Servers;

/// <summary>
/// MSAL's way to Microsoft Entra, led to the OAuth 2.0 server of the tests: it asks Entra's host and verifies that host's
/// certificate, only the connection goes elsewhere.
/// </summary>
internal sealed class RoutedEntraHttp(MailServers servers) : IEntraHttp, IMsalHttpClientFactory, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            Assert.Equal(OAuthServer.EntraHost, context.DnsEndPoint.Host);
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, servers.OAuth.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = { RemoteCertificateValidationCallback = servers.IsTrusted },
    });

    public IMsalHttpClientFactory For(ProviderOrigin origin) => this;

    public HttpClient GetHttpClient() => _client;

    public void Dispose() => _client.Dispose();
}
