using System.Net;
using System.Text.Json;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Outbox.Api;

public sealed class ListEmailsTests(SendConsole console) : IClassFixture<SendConsole>
{
    [Fact]
    public async Task Get_Pages_GiveEachMessageOnceNewestFirst()
    {
        using var client = await SendClient.OpenAsync(console, "pages.example");
        List<Guid> sent = [];
        for (var i = 0; i < 7; i++)
        {
            sent.Add(await client.SendAsync());
        }

        List<Guid> found = [];
        string? cursor = null;
        do
        {
            var page = await ListAsync(client, $"?limit=3&cursor={cursor}");
            found.AddRange(Ids(page));
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);

        sent.Reverse();
        Assert.Equal(sent, found);
    }

    [Fact]
    public async Task Get_Filters_Narrow()
    {
        using var client = await SendClient.OpenAsync(console, "filter.example");
        var first = await client.SendAsync(
            $$"""{"to":["one@bar.example"],"subject":"x","text":"y","sendAt":"{{TimeProvider.System.GetUtcNow().AddHours(1):O}}"}""");
        var second = await client.SendAsync("""{"to":["two@bar.example"],"subject":"x","text":"y"}""");
        using var cancelled = await client.PostAsync("", below: $"/{first}/cancel");

        var accepted = (await client.ReadAsync(second)).GetProperty("acceptedAt").GetDateTimeOffset();
        Assert.Equal([first], Ids(await ListAsync(client, "?status=cancelled")));
        Assert.Equal([second], Ids(await ListAsync(client, "?status=queued,sending&status=retrying,failed")));
        Assert.Equal([second], Ids(await ListAsync(client, "?to=two@bar.example")));
        Assert.Equal([first], Ids(await ListAsync(client, "?to=one@")));
        Assert.Contains(second, Ids(await ListAsync(client, $"?since={accepted.AddMinutes(-1).UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z")));
        Assert.Contains(second, Ids(await ListAsync(client, $"?since={accepted.AddMinutes(-1).ToOffset(TimeSpan.FromHours(2)):yyyy-MM-ddTHH:mm:sszzz}")));
        Assert.Empty(Ids(await ListAsync(client, $"?until={accepted.AddMinutes(-1).UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z")));
    }

    [Fact]
    public async Task Get_WhatIsLookedFor_IsFound()
    {
        using var client = await SendClient.OpenAsync(console, "looked.example");
        var later = await client.SendAsync(
            $$$"""{"to":["one@baz.example"],"subject":"x","text":"y","sendAt":"{{{TimeProvider.System.GetUtcNow().AddHours(1):O}}}","metadata":{"flow":"password-recovery"}}""");
        var other = await client.SendAsync($$"""{"to":["two@bar.example"],"subject":"x","text":"y","sendAt":"{{TimeProvider.System.GetUtcNow().AddHours(1):O}}"}""");
        var messageId = (await client.ReadAsync(later)).GetProperty("messageId").GetString();

        Assert.Equal("scheduled", (await client.ReadAsync(later)).GetProperty("status").GetString());
        Assert.Equal([other, later], Ids(await ListAsync(client, "?status=scheduled")));
        Assert.Empty(Ids(await ListAsync(client, "?status=queued")));
        Assert.Equal([later], Ids(await ListAsync(client, "?metadata=flow=password-recovery")));
        Assert.Equal([later], Ids(await ListAsync(client, $"?messageId=%3C{messageId}%3E")));
        Assert.Equal([later], Ids(await ListAsync(client, "?to=baz.example&status=scheduled")));
        Assert.Empty(Ids(await ListAsync(client, "?to=baz.example&metadata=flow=x")));
        Assert.Empty(Ids(await ListAsync(client, "?apiKey=nobody")));
        Assert.Empty(Ids(await ListAsync(client, "?reply=mailbox%20full")));
    }

    [Fact]
    public async Task Get_OtherTenants_AreNotSeen()
    {
        using var own = await SendClient.OpenAsync(console, "own.example");
        using var foreign = await SendClient.OpenAsync(console, "foreign.example");
        var id = await foreign.SendAsync();

        Assert.Empty(Ids(await ListAsync(own, "?to=someone@bar.example")));
        Assert.Empty(Ids(await ListAsync(own, $"?cursor={Guid.AllBitsSet:N}")));
        foreach (var (method, path) in new[] { (HttpMethod.Get, ""), (HttpMethod.Post, "/cancel"), (HttpMethod.Post, "/resend"), (HttpMethod.Post, "/retry") })
        {
            using var theirs = await own.Http.SendAsync(new HttpRequestMessage(method, $"{own.Emails}/{id}{path}"));
            using var nobodys = await own.Http.SendAsync(new HttpRequestMessage(method, $"{own.Emails}/{Guid.NewGuid()}{path}"));
            using var strange = await own.Http.SendAsync(new HttpRequestMessage(method, $"{own.Emails}/x'y{path}"));
            using var elsewhere = await own.Http.SendAsync(new HttpRequestMessage(method, $"{foreign.Emails}/{id}{path}"));

            Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
            Assert.Equal(await DetailAsync(nobodys), await DetailAsync(theirs));
            Assert.Equal(await DetailAsync(nobodys), await DetailAsync(strange));
            Assert.Equal(HttpStatusCode.Unauthorized, elsewhere.StatusCode);
        }

        Assert.NotEqual("cancelled", (await foreign.ReadAsync(id)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("?status=sent", "status")]
    [InlineData("?status=Queued", "status")]
    [InlineData("?since=yesterday", "since")]
    [InlineData("?since=2026-01-31", "since")]
    [InlineData("?until=2026-13-31T00:00:00Z", "until")]
    [InlineData("?metadata=flow", "metadata")]
    [InlineData("?metadata==x", "metadata")]
    [InlineData("?cursor=1", "cursor")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?statuss=failed", "statuss")]
    [InlineData("?limit=201", "limit")]
    [InlineData("?limit=-1", "limit")]
    [InlineData("?limit=ten", "limit")]
    public async Task Get_QueryThatIsNone_NamesTheParameter(string query, string parameter)
    {
        using var client = await SendClient.OpenAsync(console, "query.example");

        using var response = await client.Http.GetAsync(client.Emails + query);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal([parameter], (await response.ReadJsonAsync()).GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    private static async Task<JsonElement> ListAsync(SendClient client, string query)
    {
        using var response = await client.Http.GetAsync(client.Emails + query);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.ReadJsonAsync();
    }

    private static List<Guid> Ids(JsonElement page) => [.. page.GetProperty("emails").EnumerateArray().Select(e => e.GetProperty("id").GetGuid())];

    private static async Task<string?> DetailAsync(HttpResponseMessage response) => (await response.ReadJsonAsync()).GetProperty("detail").GetString();
}
