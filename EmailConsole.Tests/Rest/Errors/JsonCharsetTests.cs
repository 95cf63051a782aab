using System.Net;
using System.Text;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Rest.Errors;

public sealed class JsonCharsetTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [Theory]
    [InlineData("application/json; charset=\"utf-8\"", HttpStatusCode.Created)]
    [InlineData("application/json; charset=\"UTF-8\"; x=\"y\"", HttpStatusCode.Created)]
    [InlineData("application/json;charset=utf8", HttpStatusCode.Created)]
    [InlineData("application/json; charset=us-ascii", HttpStatusCode.Created)]
    [InlineData("application/json; charset=", HttpStatusCode.Created)]
    [InlineData("application/json; charset=utf-16", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-7", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=nothing", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=\"no\\\"thing\"", HttpStatusCode.UnsupportedMediaType)]
    public async Task Post_Charset_IsUtf8OrRefused(string contentType, HttpStatusCode expected)
    {
        using var client = console.CreateRestClient(await console.AddTenantAsync("charset.example"));
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"name":"x","scopes":["send"]}"""));
        body.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await client.PostAsync(new Uri("t/charset.example/api/v1/api-keys", UriKind.Relative), body);

        Assert.Equal(expected, response.StatusCode);
    }
}
