using EmailConsole.Rest;

namespace EmailConsole.Tests.Rest;

public sealed class RestPathsTests
{
    [Theory]
    [InlineData("/api/server/v1/tenants", "/api/server/v1/tenants")]
    [InlineData("/t/foo.com/api/v1/emails", "/api/v1/emails")]
    [InlineData("/T/foo.com/API/v1", "/API/v1")]
    [InlineData("/t/foo.com/api", "/api")]
    [InlineData("/t/foo.com/o/api/server/v1/tenants", "/api/server/v1/tenants")]
    [InlineData("/t/foo.com/o/4711/api/server/v1", "/api/server/v1")]
    [InlineData("/o/4711/api/server/v1", "/api/server/v1")]
    [InlineData("/o/api/server/v1", "/api/server/v1")]
    [InlineData("/oauth2/token", "/oauth2/token")]
    [InlineData("/t/foo.com/oauth2/jwks", "/oauth2/jwks")]
    [InlineData("/t/foo.com/.well-known/openid-configuration", "/.well-known/openid-configuration")]
    [InlineData("/t/foo.com/.well-known/security.txt", null)]
    [InlineData("/oauth2er", null)]
    [InlineData("/o/4711/people", null)]
    [InlineData("/t/foo.com/people", null)]
    [InlineData("/t/foo.com/apiary", null)]
    [InlineData("/t//api/v1", null)]
    [InlineData("/t/foo.com", null)]
    [InlineData("/t/", null)]
    [InlineData("/apis", null)]
    [InlineData("/", null)]
    [InlineData("", null)]
    public void Below_APath_IsWhatFollowsTheTenant(string path, string? below)
    {
        Assert.Equal(below is null ? null : (Microsoft.AspNetCore.Http.PathString?)below, RestPaths.Below(path));
        Assert.Equal(below is not null, RestPaths.IsRest(path));
    }

    [Theory]
    [InlineData("/api/server/v1/tenants/%00")]
    [InlineData("/api/%2e%2e")]
    public void Below_PercentSign_IsNotDecodedAgain(string path) =>
        Assert.Equal(path, RestPaths.Below(new Microsoft.AspNetCore.Http.PathString("/t/foo.com" + path))!.Value.Value);
}
