using EmailConsole.Delivery;
using EmailConsole.Kinds.Postmark;
using EmailConsole.Tests.Delivery;
using MimeKit;

namespace EmailConsole.Tests.Kinds.Postmark;

public sealed class PostmarkTests : IAsyncLifetime
{
    private const string Token = "server-token-of-postmark";

    private KindBed _bed = default!;

    public async Task InitializeAsync() => _bed = (await KindBed.StartAsync(PostmarkKind.Id, ["api.postmarkapp.com"])).WithSecret(PostmarkKind.Token, Token);

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task SendAsync_Message_IsAskedAsDocumented()
    {
        _bed.Server.Answers(200, """{"To":"someone@bar.example","SubmittedAt":"2026-01-01T00:00:00Z","MessageID":"0a129aee-e1cd-480d","ErrorCode":0,"Message":"OK"}""");

        var delivered = await _bed.DeliverAsync();

        Assert.Equal("0a129aee-e1cd-480d", delivered.QueueId);
        Assert.Empty(delivered.RefusedRecipients);
        var request = _bed.Server.Request;
        Assert.Equal(("POST", "/email", Token), (request.Method, request.Address, request.Header("X-Postmark-Server-Token")));
        var json = request.Json;
        Assert.Equal(
            ("codes@foo.example", "someone@bar.example", "Subject", "Text", "<p>Html</p>", "outbound"),
            (json.GetProperty("From").GetString(), json.GetProperty("To").GetString(), json.GetProperty("Subject").GetString(),
                json.GetProperty("TextBody").GetString(), json.GetProperty("HtmlBody").GetString(), json.GetProperty("MessageStream").GetString()));
        Assert.Contains($$"""{"Name":"Message-ID","Value":"<{{KindBed.MessageId}}>"}""", json.GetProperty("Headers").GetRawText(), StringComparison.Ordinal);
        Assert.Contains("""{"Name":"X-PM-KeepID","Value":"true"}""", json.GetProperty("Headers").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_Raw_IsTakenApart()
    {
        _bed.Server.Answers(200, """{"MessageID":"0a129aee","ErrorCode":0,"Message":"OK"}""");
        _bed.Email = RawMail.Email(RawMail.Of(RawMail.Nested), "someone@bar.example", "two@bar.example", "three@bar.example", "blind@bar.example");

        await _bed.DeliverAsync();

        var json = _bed.Server.Request.Json;
        Assert.Equal(
            ("\"Grüße\" <codes@foo.example>", "\"Someone\" <someone@bar.example>, \"Two, the\" <two@bar.example>", "three@bar.example", "blind@bar.example", "Grüße"),
            (json.GetProperty("From").GetString(), json.GetProperty("To").GetString(), json.GetProperty("Cc").GetString(), json.GetProperty("Bcc").GetString(),
                json.GetProperty("TextBody").GetString()));
        Assert.Contains($$"""{"Name":"Message-ID","Value":"<{{RawMail.MessageId}}>"}""", json.GetProperty("Headers").GetRawText(), StringComparison.Ordinal);
        Assert.Equal("cid:logo", json.GetProperty("Attachments")[0].GetProperty("ContentID").GetString());
    }

    [Fact]
    public async Task SendAsync_SomeInactive_IsRecordedRecipientByRecipient()
    {
        _bed.Email = _bed.Email with { Cc = [new MailboxAddress("", "gone@bar.example"), new MailboxAddress("", "left@bar.example")] };
        _bed.Server.Answers(200, """{"MessageID":"1","ErrorCode":0,"Message":"Message OK, but will not deliver to these inactive addresses: gone@bar.example, left@bar.example."}""");

        var delivered = await _bed.DeliverAsync();

        Assert.Equal(["gone@bar.example", "left@bar.example"], delivered.RefusedRecipients.Select(r => r.Address));
        Assert.All(delivered.RefusedRecipients, r => Assert.Equal((Blame.Recipient, true), (r.Failure.Blame, r.Failure.IsLasting)));
        Assert.Null(delivered.ReasonFor("someone@bar.example"));
    }

    [Fact]
    public async Task SendAsync_DelayedWithoutCode_IsAccepted()
    {
        _bed.Server.Answers(200, """{"Message":"Accepted, but delivery may be delayed"}""");

        Assert.Null((await _bed.DeliverAsync()).QueueId);
    }

    [Theory]
    [InlineData(401, """{"ErrorCode":10,"Message":"No Account or Server API tokens were supplied"}""", Blame.Credentials, true)]
    [InlineData(401, """{"Message":"Unauthorized"}""", Blame.Credentials, true)]
    [InlineData(422, """{"ErrorCode":300,"Message":"Invalid 'To' address: 'x'."}""", Blame.Recipient, true)]
    [InlineData(422, """{"ErrorCode":300,"Message":"Error parsing 'Cc': Illegal email domain"}""", Blame.Recipient, true)]
    [InlineData(422, """{"ErrorCode":300,"Message":"Error parsing 'Bcc': Illegal email domain"}""", Blame.Recipient, true)]
    [InlineData(422, """{"ErrorCode":300,"Message":"Invalid 'From' address: 'x'."}""", Blame.Sender, true)]
    [InlineData(422, """{"ErrorCode":300,"Message":"Provide either email TextBody or HtmlBody or both."}""", Blame.Message, true)]
    [InlineData(422, """{"ErrorCode":400,"Message":"The Sender Signature was not found."}""", Blame.Sender, true)]
    [InlineData(422, """{"ErrorCode":401,"Message":"The Sender Signature is not confirmed."}""", Blame.Sender, true)]
    [InlineData(422, """{"ErrorCode":405,"Message":"Not allowed to send"}""", Blame.Throttle, true)]
    [InlineData(422, """{"ErrorCode":412,"Message":"Account is pending approval"}""", Blame.Credentials, true)]
    [InlineData(422, """{"ErrorCode":413,"Message":"Account may not send"}""", Blame.Credentials, true)]
    [InlineData(422, """{"ErrorCode":406,"Message":"You tried to send to a recipient that has been marked as inactive."}""", Blame.Recipient, true)]
    [InlineData(422, """{"ErrorCode":402,"Message":"Invalid JSON"}""", Blame.Message, true)]
    [InlineData(422, """{"ErrorCode":403,"Message":"Incompatible JSON"}""", Blame.Message, true)]
    [InlineData(422, """{"ErrorCode":409,"Message":"JSON required"}""", Blame.Message, true)]
    [InlineData(422, """{"ErrorCode":410,"Message":"Too many batch messages"}""", Blame.Message, true)]
    [InlineData(422, """{"ErrorCode":411,"Message":"Forbidden attachment type"}""", Blame.Message, true)]
    [InlineData(429, """{"ErrorCode":429,"Message":"Rate limit exceeded"}""", Blame.Throttle, false)]
    [InlineData(503, "", Blame.Provider, false)]
    [InlineData(503, """{"ErrorCode":100,"Message":"Maintenance"}""", Blame.Provider, false)]
    [InlineData(403, "<html>Blocked</html>", Blame.Provider, false)]
    public Task SendAsync_RowOfTheTable_IsJudgedByIt(int status, string body, Blame blame, bool lasts) => _bed.AssertRefusedAsync(status, body, blame, lasts);

    [Fact]
    public async Task CheckAsync_TokenOfAServer_NamesItAndKeepsItsOtherTokensToItself()
    {
        _bed.Server.Answers(200, $$"""{"ID":1,"Name":"Foo \u0007codes","ApiTokens":["{{Token}}","an-other-token-of-it"],"DeliveryType":"Live"}""");

        var accepted = await _bed.AcceptAsync();

        Assert.Equal(("Postmark", "The token is that of the server “Foo codes”."), (accepted.By, accepted.Found));
        Assert.Equal(("/server", Token), (_bed.Server.Request.Address, _bed.Server.Request.Header("X-Postmark-Server-Token")));
        Assert.Null(_bed.Listener.Passed[DeliveryStage.Answer].Warning);
        Assert.DoesNotContain("token-of", _bed.Listener.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_Sandbox_IsAcceptedWithAWarning()
    {
        _bed.Server.Answers(200, """{"ID":1,"Name":"Foo","ApiTokens":[],"DeliveryType":"Sandbox"}""");

        await _bed.AcceptAsync();

        Assert.Contains("delivers none", _bed.Listener.Passed[DeliveryStage.Answer].Warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, """{"ErrorCode":10,"Message":"The Server Token you provided in the X-Postmark-Server-Token request header was invalid."}""", Blame.Credentials, "does not know this server token")]
    [InlineData(403, "<html>Blocked</html>", Blame.Provider, "did not reach it")]
    [InlineData(422, """{"ErrorCode":300,"Message":"no"}""", Blame.Credentials, "refused the question")]
    [InlineData(200, """{"Name":"not it"}""", Blame.Credentials, "not as Postmark does")]
    public async Task CheckAsync_RowOfTheTable_IsJudgedByIt(int status, string body, Blame blame, string cause)
    {
        _bed.Server.Answers(status, body);

        var failure = await _bed.RefuseAsync();

        Assert.Equal(blame, failure.Blame);
        Assert.Contains(cause, failure.Advice.Cause, StringComparison.Ordinal);
    }
}
