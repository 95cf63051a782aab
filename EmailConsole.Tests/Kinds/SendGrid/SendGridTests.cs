using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Kinds.SendGrid;
using EmailConsole.Tests.Delivery;
using MimeKit;

namespace EmailConsole.Tests.Kinds.SendGrid;

public sealed class SendGridTests : IAsyncLifetime
{
    private const string Key = "SG.the-key_of.SendGrid";

    private KindBed _bed = default!;

    public async Task InitializeAsync() =>
        _bed = (await KindBed.StartAsync(SendGridKind.Id, ["api.sendgrid.com", "api.eu.sendgrid.com"])).WithSecret(SendGridKind.ApiKey, Key);

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task SendAsync_Raw_IsTakenApart()
    {
        _bed.Server.Answers(202);
        _bed.Settings = _bed.Settings with { DisplayNameMode = DisplayNameMode.Name, DisplayName = "Foo", ReplyTo = "other@foo.example" };
        _bed.Email = RawMail.Email(RawMail.Of(RawMail.Nested), "someone@bar.example", "two@bar.example", "three@bar.example", "blind@bar.example");

        await _bed.DeliverAsync();

        var json = _bed.Server.Request.Json;
        Assert.Equal(
            """[{"to":[{"email":"someone@bar.example","name":"Someone"},{"email":"two@bar.example","name":"Two, the"}],"cc":[{"email":"three@bar.example"}],"bcc":[{"email":"blind@bar.example"}]}]""",
            json.GetProperty("personalizations").GetRawText());
        Assert.Equal("""{"email":"codes@foo.example","name":"Grüße"}""", json.GetProperty("from").GetRawText());
        Assert.Equal("""[{"email":"help@foo.example","name":"Help"}]""", json.GetProperty("reply_to_list").GetRawText());
        Assert.Equal("Grüße", json.GetProperty("subject").GetString());
        Assert.Equal(
            """[{"type":"text/plain","value":"Grüße"},{"type":"text/html","value":"<p>Grüße <img src=\"cid:logo\"></p>"}]""", json.GetProperty("content").GetRawText());
        Assert.Equal(
            ["logo.png inline logo", "Übersicht.pdf attachment ", "b.txt attachment ", "message.eml attachment "],
            json.GetProperty("attachments").EnumerateArray().Select(a =>
                $"{a.GetProperty("filename").GetString()} {a.GetProperty("disposition").GetString()} {(a.TryGetProperty("content_id", out var id) ? id.GetString() : "")}"));
        Assert.Equal(
            $$"""{"In-Reply-To":"<earlier@app.foo.example>","X-App":"a b","Auto-Submitted":"auto-generated","X-EmailConsole-Id":"{{RawMail.MessageId}}","Message-ID":"<{{RawMail.MessageId}}>"}""",
            json.GetProperty("headers").GetRawText());
    }

    [Fact]
    public async Task SendAsync_Message_IsAskedAsDocumented()
    {
        _bed.Server.Answers(202, "", ("X-Message-Id", "14c5d75ce93.dfd.64b469"));
        _bed.Settings = _bed.Settings with { DisplayNameMode = DisplayNameMode.Name, DisplayName = "Foo", ReplyTo = "help@foo.example" };
        _bed.Email = _bed.Email with
        {
            Recipients = [new MailboxAddress("Jane", "jane@bar.example")],
            Cc = [new MailboxAddress("", "joe@bar.example"), new MailboxAddress("", "JANE@bar.example")],
            Envelope = [new MailboxAddress("", "jane@bar.example"), new MailboxAddress("", "joe@bar.example"), new MailboxAddress("", "blind@bar.example")],
            Headers = [new OutgoingHeader("List-Unsubscribe", "<https://foo.example/u>")],
            Html = "<img src=\"cid:logo\">",
            Attachments =
            [
                new OutgoingAttachment("a.pdf", "application/pdf", new byte[] { 1, 2, 3 }),
                new OutgoingAttachment("logo.png", "image/png", new byte[] { 4 }, "logo"),
            ],
        };

        var delivered = await _bed.DeliverAsync();

        Assert.Equal("14c5d75ce93.dfd.64b469", delivered.QueueId);
        Assert.Empty(delivered.RefusedRecipients);
        var request = _bed.Server.Request;
        Assert.Equal(("POST", "api.sendgrid.com", "/v3/mail/send"), (request.Method, request.Host, request.Address));
        Assert.Equal($"Bearer {Key}", request.Header("Authorization"));
        Assert.StartsWith("application/json", request.Header("Content-Type"), StringComparison.Ordinal);
        var json = request.Json;
        var personalization = Assert.Single(json.GetProperty("personalizations").EnumerateArray());
        Assert.Equal("""[{"email":"jane@bar.example","name":"Jane"}]""", personalization.GetProperty("to").GetRawText());
        Assert.Equal("""[{"email":"joe@bar.example"}]""", personalization.GetProperty("cc").GetRawText());
        Assert.Equal("""[{"email":"blind@bar.example"}]""", personalization.GetProperty("bcc").GetRawText());
        Assert.Equal("""{"email":"codes@foo.example","name":"Foo"}""", json.GetProperty("from").GetRawText());
        Assert.Equal("""[{"email":"help@foo.example"}]""", json.GetProperty("reply_to_list").GetRawText());
        Assert.Equal("Subject", json.GetProperty("subject").GetString());
        Assert.Equal(
            """[{"type":"text/plain","value":"Text"},{"type":"text/html","value":"<img src=\"cid:logo\">"}]""", json.GetProperty("content").GetRawText());
        Assert.Equal(
            """[{"content":"AQID","type":"application/pdf","filename":"a.pdf","disposition":"attachment"},{"content":"BA==","type":"image/png","filename":"logo.png","disposition":"inline","content_id":"logo"}]""",
            json.GetProperty("attachments").GetRawText());
        var headers = json.GetProperty("headers");
        Assert.Equal("<https://foo.example/u>", headers.GetProperty("List-Unsubscribe").GetString());
        Assert.Equal("auto-generated", headers.GetProperty("Auto-Submitted").GetString());
        Assert.Equal($"<{KindBed.MessageId}>", headers.GetProperty("Message-ID").GetString());
        Assert.Equal(KindBed.MessageId, headers.GetProperty("X-EmailConsole-Id").GetString());
        Assert.False(json.GetProperty("tracking_settings").GetProperty("click_tracking").GetProperty("enable").GetBoolean());
    }

    [Fact]
    public async Task SendAsync_RegionEu_GoesToItsHost()
    {
        _bed.With(SendGridKind.Region, SendGridKind.Europe).Server.Answers(202);

        await _bed.DeliverAsync();

        Assert.Equal("api.eu.sendgrid.com", _bed.Server.Request.Host);
    }

    [Theory]
    [InlineData(401, """{"errors":[{"message":"The provided authorization grant is invalid, expired, or revoked","field":null,"help":null}]}""", Blame.Credentials, true)]
    [InlineData(401, """{"errors":[{"message":"Maximum credits exceeded","field":null,"help":null}]}""", Blame.Throttle, true)]
    [InlineData(401, """{"errors":[{"message":"authenticated user is not authorized to send mail","field":null,"help":null}]}""", Blame.Credentials, true)]
    [InlineData(403, """{"errors":[{"message":"access forbidden","field":null,"help":null}]}""", Blame.Credentials, true)]
    [InlineData(403, """{"errors":[{"message":"The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.","field":"from","help":null}]}""", Blame.Sender, true)]
    [InlineData(400, """{"errors":[{"message":"Does not contain a valid address.","field":"from.email","help":null}]}""", Blame.Sender, true)]
    [InlineData(400, """{"errors":[{"message":"Does not contain a valid address.","field":"personalizations.0.to.0.email","help":null}]}""", Blame.Recipient, true)]
    [InlineData(400, """{"errors":[{"message":"The content value must be a string at least one character in length.","field":"content.0.value","help":null}]}""", Blame.Message, true)]
    [InlineData(413, """{"errors":[{"message":"Payload too large","field":null,"help":null}]}""", Blame.Message, true)]
    [InlineData(429, """{"errors":[{"message":"too many requests","field":null,"help":null}]}""", Blame.Throttle, false)]
    public Task SendAsync_RowOfTheTable_IsJudgedByIt(int status, string body, Blame blame, bool lasts) => _bed.AssertRefusedAsync(status, body, blame, lasts);

    [Fact]
    public async Task SendAsync_RateReached_WaitsUntilTheReset()
    {
        var reset = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 90);
        _bed.Server.Answers(429, "{}", ("X-RateLimit-Reset", $"{reset.ToUnixTimeSeconds()}"), ("X-RateLimit-Remaining", "0"));

        Assert.Equal(reset, (await _bed.FailAsync()).NotBefore);
    }

    [Fact]
    public async Task SendAsync_KeyInTheAnswer_IsScrubbed()
    {
        _bed.Server.Answers(401, $$"""{"errors":[{"message":"no such key: {{Key}}"}]}""");

        var failure = await _bed.FailAsync();

        Assert.DoesNotContain(Key, failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("no such key: ***", failure.ServerText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendOnceAsync_Refused_TellsStagesAndNoKey()
    {
        _bed.Server.Answers(403, """{"errors":[{"message":"access forbidden"}]}""");

        var outcome = await _bed.SendOnceAsync();

        Assert.IsType<DeliveryOutcome.Failed>(outcome);
        Assert.Equal(
            [DeliveryStage.Resolve, DeliveryStage.Connect, DeliveryStage.Encrypt, DeliveryStage.Request, DeliveryStage.Answer], _bed.Listener.Started);
        Assert.Equal(outcome.Reason, Assert.Single(_bed.Listener.Failures));
        Assert.Contains("S: HTTP 403 Forbidden", _bed.Listener.Lines);
        Assert.Contains("C: Authorization: ***", _bed.Listener.Lines);
        Assert.DoesNotContain(Key, _bed.Listener.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("global", "api.sendgrid.com")]
    [InlineData("eu", "api.eu.sendgrid.com")]
    public async Task CheckAsync_KeyMaySend_IsAcceptedInItsRegion(string region, string host)
    {
        _bed.With(SendGridKind.Region, region).Server.Answers(200, """{"scopes":["2fa_required","mail.send","sender_verification_eligible"]}""");

        var accepted = await _bed.AcceptAsync();

        Assert.Equal(("SendGrid", "The key may send mail."), (accepted.By, accepted.Found));
        Assert.Equal((host, "/v3/scopes", $"Bearer {Key}"), (_bed.Server.Request.Host, _bed.Server.Request.Address, _bed.Server.Request.Header("Authorization")));
    }

    [Fact]
    public async Task CheckAsync_KeyMayNotSend_SaysWhatItMay()
    {
        _bed.Server.Answers(200, """{"scopes":["alerts.read","templates.read"]}""");

        var failure = await _bed.RefuseAsync();

        Assert.Equal((Blame.Credentials, true, DeliveryStage.Answer), (failure.Blame, failure.IsLasting, failure.Stage));
        Assert.Equal("HTTP 200: it may: alerts.read, templates.read", failure.ServerText);
        Assert.Contains("Mail Send", failure.Advice.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "The provided authorization grant is invalid, expired, or revoked", Blame.Credentials, "does not know this key")]
    [InlineData(401, "Maximum credits exceeded", Blame.Throttle, "no credits left")]
    [InlineData(403, "access forbidden", Blame.Credentials, "may not send mail, or the account is under review")]
    public async Task CheckAsync_RowOfTheTable_IsJudgedByIt(int status, string message, Blame blame, string cause)
    {
        _bed.Server.Answers(status, $$"""{"errors":[{"message":"{{message}}","field":null}]}""");

        var failure = await _bed.RefuseAsync();

        Assert.Equal((blame, true), (failure.Blame, failure.IsLasting));
        Assert.Contains(cause, failure.Advice.Cause, StringComparison.Ordinal);
        Assert.Equal($"HTTP {status}: {message}", failure.ServerText);
    }
}
