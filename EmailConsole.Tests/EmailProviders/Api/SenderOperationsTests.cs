using System.Net;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Application;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.EmailProviders.Api;

public sealed class SenderOperationsTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task All_FromNothingToNothing_AnswerAsDocumented(int version)
    {
        using var client = await SenderClient.CreateAsync(console, $"all{version}.example", version);

        Assert.Equal(0, (await SenderClient.ReadAsync(client.ListAsync(), 200)).GetArrayLength());
        using var added = await client.PostAsync(SenderClient.Basic(version));
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal(new Uri(console.Url, client.One), added.Headers.Location);
        Assert.Equal("application/json", added.Content.Headers.ContentType!.MediaType);
        Assert.Equal("anna", UserOf(version, await SenderClient.ReadAsync(client.GetAsync(), 200)));
        var list = await SenderClient.ReadAsync(client.ListAsync(), 200);
        Assert.Equal(SenderClient.Name, list.EnumerateArray().Single().Text("name"));
        var replaced = await SenderClient.ReadAsync(client.PutAsync(SenderClient.Basic(version).WithProperty("mail.smtp.signature", "Bar")), 200);
        Assert.Equal("Bar", replaced.Property("mail.smtp.signature"));
        using var deleted = await client.DeleteAsync();
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(await deleted.Content.ReadAsByteArrayAsync());
        Assert.Equal("NSM-60006", (await SenderClient.ReadAsync(client.GetAsync(), 404)).Text("code"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Post_Basic_SetsTheFieldsOfTheForm(int version)
    {
        using var client = await SenderClient.CreateAsync(console, $"fields{version}.example", version);

        var sender = await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(version)), 201);

        var settings = (await StoredAsync($"fields{version}.example"))!.Settings;
        Assert.Equal(
            Inputs.BasicSettings with { Username = "anna", ReplyTo = "help@foo.com", DisplayNameMode = DisplayNameMode.Name, DisplayName = "Foo" },
            settings);
        Assert.Equal("true", sender.Property("mail.smtp.starttls.enable"));
        Assert.Equal(587, sender.GetProperty("smtpPort").GetInt32());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Post_ClientCredential_SetsTheFieldsOfTheForm(int version)
    {
        using var client = await SenderClient.CreateAsync(console, $"oauth{version}.example", version);

        var sender = await SenderClient.ReadAsync(client.PostAsync(SenderClient.ClientCredential(version)), 201);

        var row = (await StoredAsync($"oauth{version}.example"))!;
        Assert.Equal(AuthenticationType.ClientCredential, row.Settings.AuthenticationType);
        Assert.NotNull(row.ProtectedClientSecret);
        Assert.Equal("https://id.foo.com/token", sender.Property("tokenEndpoint"));
        Assert.Null(sender.Property("clientSecret"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Post_UnknownProperty_IsKeptAndAnswered(int version)
    {
        using var client = await SenderClient.CreateAsync(console, $"unknown{version}.example", version);

        await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(version).WithProperty("minThread", 4)), 201);

        Assert.Equal("4", (await SenderClient.ReadAsync(client.GetAsync(), 200)).Property("minThread"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Post_KeysThatALanguageTakesForOne_AreKeptAndAnsweredApart(int version)
    {
        using var client = await SenderClient.CreateAsync(console, $"alike{version}.example", version);
        var body = SenderClient.Basic(version).WithProperty("x", "1").WithProperty("x\u00AD", "2").WithProperty("\uFEFF", "3").WithProperty("X-Mailer", "script");
        if (version == 1)
        {
            body = body.WithProperty("", "4");
        }

        await SenderClient.ReadAsync(client.PostAsync(body), 201);

        var sender = await SenderClient.ReadAsync(client.GetAsync(), 200);
        Assert.Equal(("1", "2", "3"), (sender.Property("x"), sender.Property("x\u00AD"), sender.Property("\uFEFF")));
        Assert.Equal(1, (await SenderClient.ReadAsync(client.ListAsync(), 200)).GetArrayLength());
        using var before = await client.GetAsync();
        using var same = await client.PutAsync(body);
        Assert.Equal((HttpStatusCode.OK, before.Headers.ETag), (same.StatusCode, same.Headers.ETag));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Put_WithoutAProperty_RemovesIt(int version)
    {
        using var client = await SenderClient.CreateAsync(console, $"full{version}.example", version);
        await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(version).WithProperty("minThread", 4)), 201);

        var sender = await SenderClient.ReadAsync(client.PutAsync(SenderClient.Basic(version).WithoutProperty("mail.smtp.replyTo")), 200);

        Assert.Null(sender.Property("minThread"));
        Assert.Null(sender.Property("mail.smtp.replyTo"));
        Assert.Null((await StoredAsync($"full{version}.example"))!.Settings.ReplyTo);
    }

    [Fact]
    public async Task Get_OfTheOtherVersion_SaysTheSame()
    {
        using var first = await SenderClient.CreateAsync(console, "versions.example", 1);
        using var second = await SenderClient.CreateAsync(console, "versions.example", 2);
        await SenderClient.ReadAsync(first.PostAsync(SenderClient.Basic(1)), 201);

        var sender = await SenderClient.ReadAsync(second.GetAsync(), 200);

        Assert.Equal("SMTP", sender.Text("provider"));
        Assert.Equal("BASIC", sender.Text("authType"));
        Assert.Equal("anna", sender.Property("userName"));
        Assert.Null(sender.Text("userName"));
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "")]
    [InlineData(1, null)]
    [InlineData(2, null)]
    public async Task Post_NoName_IsTheSystemsOne(int version, string? name)
    {
        using var client = await SenderClient.CreateAsync(console, $"name{version}{name?.Length}.example", version);

        var sender = await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(version).With("name", name)), 201);

        Assert.Equal(SenderClient.Name, sender.Text("name"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Post_TwoAtOnce_AddOne(int version)
    {
        using var client = await SenderClient.CreateAsync(console, $"race{version}.example", version);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var response = await client.PostAsync(SenderClient.Basic(version));
            return (int)response.StatusCode;
        }));

        Assert.Single(answers, 201);
        Assert.Equal(7, answers.Count(status => status == 409));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Put_ManyAtOnce_LastWriteWins(int version)
    {
        using var client = await SenderClient.CreateAsync(console, $"writes{version}.example", version);
        await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(version)), 201);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var response = await client.PutAsync(SenderClient.Basic(version).WithProperty("minThread", i));
            return (int)response.StatusCode;
        }));

        Assert.All(answers, status => Assert.Equal(200, status));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task IfMatch_OfAnEarlierVersion_ChangesNothing(int version)
    {
        using var client = await SenderClient.CreateAsync(console, $"match{version}.example", version);
        using var added = await client.PostAsync(SenderClient.Basic(version));
        var old = added.Headers.ETag!.ToString();
        using var put = await client.PutAsync(SenderClient.Basic(version).WithProperty("minThread", 1), old);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);

        var refused = await SenderClient.ReadAsync(client.PutAsync(SenderClient.Basic(version).WithProperty("minThread", 2), old), 412);
        using var deletion = await client.DeleteAsync(old);

        Assert.Equal(412, refused.GetProperty("code").GetInt32());
        Assert.Equal(HttpStatusCode.PreconditionFailed, deletion.StatusCode);
        using var now = await client.GetAsync();
        Assert.Equal(put.Headers.ETag, now.Headers.ETag);
        using var deleted = await client.DeleteAsync($"\"other\", {now.Headers.ETag}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Get_PathThatIsNotTheEmailPart_Answers404(int version)
    {
        using var client = await SenderClient.CreateAsync(console, $"paths{version}.example", version);
        var tenant = $"paths{version}.example";

        foreach (var path in new[]
        {
            $"t/{tenant}/api/server/v{version}/notification-senders/configs/email", $"t/{tenant}/api/server/v{version}/notification-senders/sms",
            $"t/{tenant}/o/api/server/v{version}/notification-senders/email", $"o/4711/api/server/v{version}/notification-senders/email",
        })
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put, HttpMethod.Post })
            {
                Assert.Equal(404, (await SenderClient.ReadAsync(client.SendAsync(method, path, method == HttpMethod.Get ? null : "{}"), 404)).GetProperty("code").GetInt32());
            }
        }
    }

    private async Task<EmailProvider?> StoredAsync(string domain)
    {
        await using var db = await console.OpenDbAsync();
        var tenant = await db.Set<EmailConsole.Tenants.Tenant>().SingleAsync(t => t.Domain == domain);
        return await db.Set<EmailProvider>().SingleOrDefaultAsync(p => p.TenantId == tenant.Id);
    }

    private static string? UserOf(int version, System.Text.Json.JsonElement sender) =>
        version == 1 ? sender.Text("userName") : sender.Property("userName");
}
