using EmailConsole.Delivery;
using EmailConsole.Kinds.Resend;
using EmailConsole.Tests.Delivery;
using MimeKit;

namespace EmailConsole.Tests.Kinds.Resend;

public sealed class ResendTests : IAsyncLifetime
{
    private const string Key = "re_the_key_of_resend";

    private KindBed _bed = default!;

    public async Task InitializeAsync() => _bed = (await KindBed.StartAsync(ResendKind.Id, ["api.resend.com"])).WithSecret(ResendKind.ApiKey, Key);

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task SendAsync_Message_IsAskedAsDocumented()
    {
        _bed.Server.Answers(200, """{"id":"49a3999c-0ce1-4ea6-ab68-afcd6dc2e794"}""");
        _bed.Email = _bed.Email with { Recipients = [new MailboxAddress("Jane \"J\" Doe", "jane@bar.example")], ReplyTo = [new MailboxAddress("", "help@foo.example")] };

        Assert.Equal("49a3999c-0ce1-4ea6-ab68-afcd6dc2e794", (await _bed.DeliverAsync()).QueueId);

        var request = _bed.Server.Request;
        Assert.Equal(("POST", "/emails", $"Bearer {Key}"), (request.Method, request.Address, request.Header("Authorization")));
        Assert.Equal("EmailConsole", request.Header("User-Agent"));
        var json = request.Json;
        Assert.Equal("codes@foo.example", json.GetProperty("from").GetString());
        Assert.Equal("\"Jane \\\"J\\\" Doe\" <jane@bar.example>", json.GetProperty("to")[0].GetString());
        Assert.Equal("help@foo.example", json.GetProperty("reply_to")[0].GetString());
        Assert.Equal(KindBed.MessageId, json.GetProperty("headers").GetProperty("X-EmailConsole-Id").GetString());
    }

    [Fact]
    public async Task SendAsync_Raw_IsTakenApartTheSameWayEachTime()
    {
        _bed.Server.Answers(500);
        _bed.Email = RawMail.Email(RawMail.Of(RawMail.Nested), "someone@bar.example", "two@bar.example", "three@bar.example", "blind@bar.example");
        await _bed.FailAsync();
        await _bed.FailAsync();

        Assert.Equal(_bed.Server.Requests[0].Body, _bed.Server.Requests[1].Body);
        Assert.Equal(_bed.Server.Requests[0].Header("Idempotency-Key"), _bed.Server.Requests[1].Header("Idempotency-Key"));
        var json = _bed.Server.Requests[0].Json;
        Assert.Equal("""["blind@bar.example"]""", json.GetProperty("bcc").GetRawText());
        Assert.Equal("<p>Grüße <img src=\"cid:logo\"></p>", json.GetProperty("html").GetString());
        Assert.Equal("logo", json.GetProperty("attachments")[0].GetProperty("content_id").GetString());
    }

    [Fact]
    public async Task SendAsync_TriedAgain_HasTheSameKeyAndBytes()
    {
        _bed.Server.Answers(500);
        await _bed.FailAsync();
        await _bed.FailAsync();
        _bed.Email = _bed.Email with { Recipients = [new MailboxAddress("", "another@bar.example")] };
        await _bed.FailAsync();

        var keys = _bed.Server.Requests.Select(r => r.Header("Idempotency-Key")!).ToList();
        Assert.Equal(keys[0], keys[1]);
        Assert.NotEqual(keys[0], keys[2]);
        Assert.InRange(keys[0].Length, 1, 256);
        Assert.Equal(_bed.Server.Requests[0].Body, _bed.Server.Requests[1].Body);
    }

    [Theory]
    [InlineData(401, "missing_api_key", "Missing API key", Blame.Credentials, true)]
    [InlineData(403, "invalid_api_key", "API key is invalid", Blame.Credentials, true)]
    [InlineData(400, "validation_error", "API key is invalid", Blame.Credentials, true)]
    [InlineData(401, "validation_error", "API key is invalid", Blame.Credentials, true)]
    [InlineData(401, "restricted_api_key", "This API key is restricted", Blame.Credentials, true)]
    [InlineData(403, "validation_error", "The foo.example domain is not verified.", Blame.Sender, true)]
    [InlineData(403, "validation_error", "You can only send testing emails to your own email address", Blame.Sender, true)]
    [InlineData(422, "invalid_from_address", "Invalid `from` field", Blame.Sender, true)]
    [InlineData(400, "validation_error", "no", Blame.Message, true)]
    [InlineData(422, "validation_error", "no", Blame.Message, true)]
    [InlineData(422, "missing_required_field", "Missing `to`", Blame.Message, true)]
    [InlineData(422, "invalid_parameter", "no", Blame.Message, true)]
    [InlineData(422, "invalid_attachment", "no", Blame.Message, true)]
    [InlineData(429, "rate_limit_exceeded", "Too many requests", Blame.Throttle, false)]
    [InlineData(429, "daily_quota_exceeded", "no", Blame.Throttle, false)]
    [InlineData(429, "monthly_quota_exceeded", "no", Blame.Throttle, true)]
    [InlineData(409, "concurrent_idempotent_requests", "no", Blame.Provider, false, FailureOutcome.Unknown)]
    [InlineData(409, "invalid_idempotent_request", "no", Blame.Message, true)]
    [InlineData(451, "security_error", "no", Blame.Message, true)]
    public Task SendAsync_RowOfTheTable_IsJudgedByIt(
        int status, string name, string text, Blame blame, bool lasts, FailureOutcome outcome = FailureOutcome.NotAccepted) =>
        _bed.AssertRefusedAsync(status, $$"""{"statusCode":{{status}},"name":"{{name}}","message":"{{text}}"}""", blame, lasts, outcome);

    [Fact]
    public async Task CheckAsync_KeyThatMaySendAlone_IsAccepted()
    {
        _bed.Server.Answers(401, """{"statusCode":401,"name":"restricted_api_key","message":"This API key is restricted to only send emails"}""");

        var accepted = await _bed.AcceptAsync();

        Assert.Equal(("Resend", "The key may send and nothing else, which is all that it needs."), (accepted.By, accepted.Found));
        Assert.Equal(("/domains", $"Bearer {Key}"), (_bed.Server.Request.Address, _bed.Server.Request.Header("Authorization")));
        Assert.Null(_bed.Listener.Passed[DeliveryStage.Answer].Warning);
    }

    [Theory]
    [InlineData("""[{"name":"other.example","status":"verified"},{"name":"FOO.example","status":"verified"}]""", false, "The domain foo.example is verified.", false)]
    [InlineData("""[{"name":"foo.example","status":"pending"}]""", false, "", true)]
    [InlineData("[]", false, "", true)]
    [InlineData("""[{"name":"other.example","status":"verified"}]""", true, "", false)]
    public async Task CheckAsync_KeyThatMayAll_SaysWhetherTheDomainIsVerified(string domains, bool hasMore, string found, bool warns)
    {
        _bed.Server.Answers(200, $$"""{"object":"list","has_more":{{(hasMore ? "true" : "false")}},"data":{{domains}}}""");

        Assert.Equal(found, (await _bed.AcceptAsync()).Found);

        Assert.Equal(warns, _bed.Listener.Passed[DeliveryStage.Answer].Warning?.Contains("foo.example, is not verified", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData(401, "missing_api_key", "no", Blame.Credentials, true)]
    [InlineData(403, "invalid_api_key", "no", Blame.Credentials, true)]
    [InlineData(400, "validation_error", "API key is invalid", Blame.Credentials, true)]
    [InlineData(403, "validation_error", "The foo.example domain is not verified", Blame.Credentials, true)]
    [InlineData(429, "rate_limit_exceeded", "no", Blame.Throttle, false)]
    public async Task CheckAsync_RowOfTheTable_IsJudgedByIt(int status, string name, string message, Blame blame, bool lasts)
    {
        _bed.Server.Answers(status, $$"""{"statusCode":{{status}},"name":"{{name}}","message":"{{message}}"}""");

        var failure = await _bed.RefuseAsync();

        Assert.Equal((blame, lasts), (failure.Blame, failure.IsLasting));
    }
}
