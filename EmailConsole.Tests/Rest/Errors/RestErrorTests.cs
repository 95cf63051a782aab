using System.Net;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Rest.Errors;

public sealed class RestErrorTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [Theory]
    [InlineData("GET", "t/foo.com/api/v1/nothing", 404)]
    [InlineData("POST", "t/foo.com/api/v1/nothing", 404)]
    [InlineData("GET", "t/foo.com/api/", 404)]
    [InlineData("GET", "api/v1/nothing", 404)]
    [InlineData("DELETE", "t/foo.com/api/v1/caller", 405)]
    public async Task Send_AddressOrMethodThatThereIsNot_AnswersAProblemAndNoPage(string method, string path, int status)
    {
        using var client = console.CreateBareClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await client.SendAsync(request);

        var body = await response.ReadJsonAsync();
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(status, body.GetProperty("status").GetInt32());
        Assert.Equal("about:blank", body.GetProperty("type").GetString());
        Assert.NotEmpty(body.GetProperty("detail").GetString()!);
        Assert.False(body.TryGetProperty("errors", out _));
    }

    [Theory]
    [InlineData("text/html", 406)]
    [InlineData("application/json;q=0", 406)]
    [InlineData("text/html, */*;q=0.1", 401)]
    [InlineData("application/*", 401)]
    [InlineData("application/problem+json", 401)]
    [InlineData("nonsense", 401)]
    public async Task Get_Accept_MustAllowJson(string accept, int status)
    {
        using var client = console.CreateBareClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "t/foo.com/api/v1/caller");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        using var response = await client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Get_PageThatThereIsNot_StillAnswersAPage()
    {
        using var client = console.CreateBareClient();

        using var response = await client.GetAsync("nothing");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
    }
}
