using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EmailConsole.Accounts.Components;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Outbox.Api;

/// <summary>What is answered to one message. Nothing drains the queue here: the provider's server is not there.</summary>
public sealed class PostEmailTests(SendConsole console) : IClassFixture<SendConsole>
{
    [Fact]
    public async Task Post_GoodMessage_IsAcceptedWithIdAndLocation()
    {
        using var client = await SendClient.OpenAsync(console, "good.example");

        using var response = await client.PostAsync(SendClient.Good);

        var body = await response.ReadJsonAsync();
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("queued", body.GetProperty("status").GetString());
        Assert.Equal($"/t/good.example/api/v1/emails/{body.GetProperty("id").GetGuid()}", response.Headers.Location!.OriginalString);
        using var found = await client.Http.GetAsync(response.Headers.Location);
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
    }

    [Fact]
    public async Task Post_CommandOfAKeysDialog_IsAccepted()
    {
        using var client = await SendClient.OpenAsync(console, "command.example");
        var command = new KeyCommands(console.Url, "command.example").Send("the-key");
        var body = command[(command.IndexOf("-d '", StringComparison.Ordinal) + 4)..command.LastIndexOf('\'')];

        using var response = await client.PostAsync(body);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.EndsWith(new Uri(console.Url, "t/command.example/api/v1/emails").ToString(), command, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_EverythingWrong_IsRefusedFieldByField()
    {
        using var client = await SendClient.OpenAsync(console, "wrong.example");

        using var response = await client.PostAsync("""{"to":["nobody"],"from":"a@b.example","text":1,"sendAt":"soon","headers":{"Bcc":"c@d.example"}}""");

        var body = await response.ReadJsonAsync();
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            ["to[0]", "from", "text", "sendAt", "headers.Bcc", "subject"],
            body.GetProperty("errors").EnumerateObject().Select(error => error.Name).Distinct());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("not json")]
    [InlineData("{} {}")]
    [InlineData("{\"to\":[\"a@b.example\"],\"subject\":\"x\",\"text\":\"y\"},")]
    [InlineData("{\"to\":[\"a@b.example\"],\"subject\":\"x\",\"text\":\"y\"")]
    [InlineData("{\"metadata\":[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    public async Task Post_NoMessage_IsRefused(string body)
    {
        using var client = await SendClient.OpenAsync(console, "nothing.example");

        using var response = await client.PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Post_OtherContentType_IsNotSupported(string? type)
    {
        using var client = await SendClient.OpenAsync(console, "type.example");
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(SendClient.Good));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);

        using var response = await client.Http.PostAsync(client.Emails, content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON; charset=\"UTF-8\"")]
    public async Task Post_JsonWithItsCharset_IsAccepted(string type)
    {
        using var client = await SendClient.OpenAsync(console, "charset.example");
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(SendClient.Good));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        using var response = await client.Http.PostAsync(client.Emails, content);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Fact]
    public async Task Post_CompressedBody_IsNotSupported()
    {
        using var client = await SendClient.OpenAsync(console, "gzip.example");
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(SendClient.Good));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");

        using var response = await client.Http.PostAsync(client.Emails, content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }
}
