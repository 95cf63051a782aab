using EmailConsole.Delivery.Tokens.Entra;

namespace EmailConsole.Tests.Delivery.Tokens;

public sealed class EntraEndpointTests
{
    [Theory]
    [InlineData("https://login.microsoftonline.com/foo.com/oauth2/v2.0/token", "login.microsoftonline.com", "foo.com")]
    [InlineData("https://LOGIN.microsoftonline.us/9188040d-6c67-4c5b-b112-36a304b66dad/oauth2/token", "login.microsoftonline.us", "9188040d-6c67-4c5b-b112-36a304b66dad")]
    public void TryParse_EntraEndpoint_TellsHostAndTenant(string endpoint, string host, string tenant)
    {
        Assert.True(EntraEndpoint.TryParse(new Uri(endpoint), out var parsed));
        Assert.Equal(new EntraEndpoint(host, tenant), parsed);
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com.evil.example/foo.com/oauth2/v2.0/token")]
    [InlineData("https://evil-login.microsoftonline.com/foo.com/oauth2/v2.0/token")]
    [InlineData("https://a.login.microsoftonline.com/foo.com/oauth2/v2.0/token")]
    public void IsEntraHost_LookAlike_IsNot(string endpoint) => Assert.False(EntraEndpoint.IsEntraHost(new Uri(endpoint)));

    [Theory]
    [InlineData("https://login.microsoftonline.com/foo.com/oauth2/v2.0/authorize")]
    [InlineData("https://login.microsoftonline.com/foo.com/x/oauth2/v2.0/token")]
    [InlineData("https://login.microsoftonline.com//oauth2/v2.0/token")]
    [InlineData("https://login.microsoftonline.com/%2e%2e%2ffoo/oauth2/v2.0/token")]
    [InlineData("https://user@login.microsoftonline.com/foo.com/oauth2/v2.0/token")]
    public void TryParse_OtherPath_IsNone(string endpoint) => Assert.False(EntraEndpoint.TryParse(new Uri(endpoint), out _));
}
