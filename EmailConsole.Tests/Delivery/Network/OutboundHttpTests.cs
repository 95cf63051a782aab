using System.Net;
using EmailConsole.Delivery.Network;
using EmailConsole.EmailProviders;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EmailConsole.Tests.Delivery.Network;

public sealed class OutboundHttpTests : IAsyncDisposable
{
    private readonly SenderBed _bed = new();
    private readonly WebApplication _endpoint;

    public OutboundHttpTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k => k.Listen(
            IPAddress.Loopback, 0, listen => listen.UseHttps(_bed.Certificates.Issue("token.example"))));
        _endpoint = builder.Build();
        _endpoint.MapGet("/token", () => "granted");
        _endpoint.MapGet("/away", () => Results.Redirect("https://elsewhere.example/token"));
        _bed.Resolver.Names["token.example"] = [IPAddress.Loopback];
        _bed.Resolver.Names["wrong.example"] = [IPAddress.Loopback];
    }

    public async ValueTask DisposeAsync()
    {
        await _endpoint.DisposeAsync();
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

    private async Task<HttpResponseMessage> GetAsync(ProviderOrigin origin, string host, string path)
    {
        await _endpoint.StartAsync();
        using var client = new HttpClient(_bed.Get<OutboundHttp>().CreateHandler(origin));
        return await client.GetAsync(new UriBuilder("https", host, new Uri(_endpoint.Urls.Single()).Port, path).Uri);
    }
}
