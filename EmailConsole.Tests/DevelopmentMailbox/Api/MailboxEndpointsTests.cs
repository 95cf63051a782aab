using System.Net;
using System.Text;
using EmailConsole.DevelopmentMailbox.Api;
using EmailConsole.DevelopmentMailbox.Messages;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.DevelopmentMailbox.Api;

public sealed class MailboxEndpointsTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    private const string Mail =
        "Subject: s\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n"
        + "<p>hello<script>alert(1)</script></p>\r\n--x\r\nContent-Type: text/html; name=evil.html\r\n"
        + "Content-Disposition: attachment\r\n\r\n<script>alert(2)</script>\r\n--x--\r\n";

    [Fact]
    public async Task Html_OfAMessage_CanRunAndLoadNothing()
    {
        using var client = await SignInAsync();
        var id = Keep();

        using var answer = await client.GetAsync(Address(id, "html"));

        Assert.Equal("<p>hello</p>", (await answer.Content.ReadAsStringAsync()).Trim());
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(MailboxEndpoints.FramePolicy, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("SAMEORIGIN", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("source", "Subject: s")]
    [InlineData("files/0", "<script>alert(2)</script>")]
    public async Task Download_OfAMessage_IsSavedAndNotShown(string what, string start)
    {
        using var client = await SignInAsync();
        var id = Keep();

        using var answer = await client.GetAsync(Address(id, what));

        Assert.StartsWith(start, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Contains("sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("html")]
    [InlineData("source")]
    [InlineData("files/0")]
    public async Task Get_NobodySignedIn_LeadsToSignIn(string what)
    {
        using var client = console.CreateBareClient();

        using var answer = await client.GetAsync(Address(Keep(), what));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.StartsWith("/sign-in", answer.Headers.Location!.IsAbsoluteUri ? answer.Headers.Location.PathAndQuery : answer.Headers.Location.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("files/1")]
    [InlineData("files/-1")]
    [InlineData("other")]
    public async Task Get_WhatIsNotThere_Is404(string what)
    {
        using var client = await SignInAsync();

        using var ofAMessage = await client.GetAsync(Address(Keep(), what));
        using var ofNone = await client.GetAsync(Address(Guid.NewGuid(), "html"));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (ofAMessage.StatusCode, ofNone.StatusCode));
    }

    private static Uri Address(Guid id, string what) => new($"development-mailbox/messages/{id}/{what}", UriKind.Relative);

    private Guid Keep()
    {
        var store = console.Service<MailboxStore>();
        lock (store)
        {
            store.Add("a@foo.example", ["b@bar.example"], Encoding.ASCII.GetBytes(Mail));
            return store.Messages[^1].Id;
        }
    }

    private async Task<HttpClient> SignInAsync() => await console.SignInAsync(await console.AddTenantAsync("mailbox.example"));
}
