using System.Net;
using System.Security.Cryptography.X509Certificates;
using EmailConsole.Delivery.Http;
using EmailConsole.Delivery.Network;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Delivery.Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EmailConsole.Tests.Delivery.Http;

public sealed class OutboundHttpTests : IAsyncDisposable
{
    private readonly SenderBed _bed = new();
    private readonly WebApplication _endpoint;
    private X509Certificate2? _certificate;
    private int _asked;

    public OutboundHttpTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k => k.Listen(
            IPAddress.Loopback, 0, listen => listen.UseHttps(
                https => https.ServerCertificateSelector = (_, _) => _certificate ??= _bed.Certificates.Issue("token.example"))));
        _endpoint = builder.Build();
        _endpoint.MapGet("/token", () => Interlocked.Increment(ref _asked) > 0 ? "granted" : "");
        _endpoint.MapGet("/away", () => Results.Redirect("https://elsewhere.example/token"));
        _bed.Resolver.Names["token.example"] = [IPAddress.Loopback];
        _bed.Resolver.Names["wrong.example"] = [IPAddress.Loopback];
    }

    public async ValueTask DisposeAsync()
    {
        await _endpoint.DisposeAsync();
        _certificate?.Dispose();
        _bed.Dispose();
    }

    [Fact]
    public async Task CreateHandler_SuperTenant_TrustsTheAdditionalAuthority() =>
        Assert.Equal("granted", await (await GetAsync(ProviderOrigin.SuperTenant, "token.example", "/token")).Content.ReadAsStringAsync());

    [Fact]
    public async Task CreateHandler_Redirect_IsNotFollowed() =>
        Assert.Equal(HttpStatusCode.Redirect, (await GetAsync(ProviderOrigin.SuperTenant, "token.example", "/away")).StatusCode);

    [Fact]
    public async Task CreateHandler_WrongName_IsRefused() =>
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(ProviderOrigin.SuperTenant, "wrong.example", "/token"));

    [Fact]
    public async Task CreateHandler_TenantToLoopback_IsRefusedByThePolicy()
    {
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(ProviderOrigin.Tenant, "token.example", "/token"));

        Assert.IsType<TargetNotAllowedException>(refused.InnerException);
    }

    [Fact]
    public async Task CreateHandler_PlainHttp_IsRefused()
    {
        using var client = new HttpClient(_bed.Get<OutboundHttp>().CreateHandler(ProviderOrigin.SuperTenant));

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("http://token.example/")));

        Assert.IsType<TargetNotAllowedException>(refused.InnerException);
    }

    [Fact]
    public async Task CreateHandler_RevokedCertificate_IsRefusedBeforeAnythingIsSaid()
    {
        await using var lists = await RevocationListServer.StartAsync();
        _certificate = _bed.Certificates.IssueWithList(lists.Address, "token.example");
        lists.List = _bed.Certificates.RevocationList(_certificate);

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(ProviderOrigin.SuperTenant, "token.example", "/token"));

        Assert.Equal(HttpRequestError.SecureConnectionError, refused.HttpRequestError);
        Assert.Contains("revoked", refused.InnerException!.Message, StringComparison.Ordinal);
        Assert.Equal(0, _asked);
    }

    [Fact]
    public async Task CreateHandler_ListDoesNotAnswer_IsServed()
    {
        await using var lists = await RevocationListServer.StartAsync();
        _certificate = _bed.Certificates.IssueWithList(lists.Address, "token.example");

        Assert.Equal("granted", await (await GetAsync(ProviderOrigin.SuperTenant, "token.example", "/token")).Content.ReadAsStringAsync());
        Assert.Equal(1, _asked);
    }

    private async Task<HttpResponseMessage> GetAsync(ProviderOrigin origin, string host, string path)
    {
        await _endpoint.StartAsync();
        using var client = new HttpClient(_bed.Get<OutboundHttp>().CreateHandler(origin));
        return await client.GetAsync(new UriBuilder("https", host, new Uri(_endpoint.Urls.Single()).Port, path).Uri);
    }
}
