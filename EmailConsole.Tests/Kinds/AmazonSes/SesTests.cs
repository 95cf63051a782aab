using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Kinds.AmazonSes;
using EmailConsole.Tests.Delivery;
using MimeKit;

namespace EmailConsole.Tests.Kinds.AmazonSes;

public sealed class SesTests : IAsyncLifetime
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private KindBed _bed = default!;

    public async Task InitializeAsync() =>
        _bed = (await KindBed.StartAsync(SesKind.Id, ["email.eu-central-1.amazonaws.com"]))
            .With(SesKind.Region, "eu-central-1").With(SesKind.AccessKeyId, "AKIDEXAMPLE").WithSecret(SesKind.SecretAccessKey, Secret);

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task SendAsync_Message_GoesRawWithItsEnvelopeBeside()
    {
        _bed.Server.Answers(200, """{"MessageId":"0100018f-0000"}""");
        _bed.With(SesKind.ConfigurationSet, "codes").WithSecret(SesKind.SessionToken, "the-session-token");
        _bed.Email = _bed.Email with { Envelope = [new MailboxAddress("", "someone@bar.example"), new MailboxAddress("", "blind@bar.example")] };

        Assert.Equal("0100018f-0000", (await _bed.DeliverAsync()).QueueId);

        var request = _bed.Server.Request;
        Assert.Equal(("POST", "/v2/email/outbound-emails", "email.eu-central-1.amazonaws.com"), (request.Method, request.Address, request.Host));
        Assert.Equal("the-session-token", request.Header("X-Amz-Security-Token"));
        Assert.Matches(
            @"^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\d{8}/eu-central-1/ses/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$",
            request.Header("Authorization"));
        Assert.Equal("""{"ToAddresses":["someone@bar.example"],"BccAddresses":["blind@bar.example"]}""", request.Json.GetProperty("Destination").GetRawText());
        Assert.Equal("codes", request.Json.GetProperty("ConfigurationSetName").GetString());
        Assert.False(request.Json.TryGetProperty("FromEmailAddress", out _));
        using var message = MimeMessage.Load(new MemoryStream(request.Json.GetProperty("Content").GetProperty("Raw").GetProperty("Data").GetBytesFromBase64()));
        Assert.Equal("someone@bar.example", message.To.ToString());
    }

    [Fact]
    public async Task SendAsync_Raw_GoesByteForByteToItsEnvelope()
    {
        _bed.Server.Answers(200, """{"MessageId":"0100018f-0000"}""");
        _bed.Settings = _bed.Settings with { ReplyTo = "help@foo.example" };
        var raw = RawMail.New();
        _bed.Email = RawMail.Email(raw, "someone@bar.example", "blind@bar.example");

        await _bed.DeliverAsync();

        var json = _bed.Server.Request.Json;
        Assert.Equal("""{"ToAddresses":["someone@bar.example"],"BccAddresses":["blind@bar.example"]}""", json.GetProperty("Destination").GetRawText());
        Assert.Equal(
            "Reply-To: help@foo.example\r\nAuto-Submitted: auto-generated\r\n" + RawMail.Text(raw.Content),
            Encoding.UTF8.GetString(json.GetProperty("Content").GetProperty("Raw").GetProperty("Data").GetBytesFromBase64()));
        Assert.False(json.TryGetProperty("FromEmailAddress", out _));
    }

    [Fact]
    public async Task SendAsync_RawSigned_GoesWithoutAByteMore()
    {
        _bed.Server.Answers(200, """{"MessageId":"1"}""");
        var raw = RawMail.New(isSigned: true);
        _bed.Email = RawMail.Email(raw);

        await _bed.DeliverAsync();

        Assert.Equal(raw.Content.ToArray(), _bed.Server.Request.Json.GetProperty("Content").GetProperty("Raw").GetProperty("Data").GetBytesFromBase64());
    }

    [Theory]
    [InlineData("Content-Type: text/plain; charset=utf-8\n\nGrüße\n")]
    [InlineData("X-Note: ü\n\nText\n")]
    public async Task SendAsync_RawBeyondSevenBits_IsRefusedBeforeTheRequest(string rest)
    {
        _bed.Email = RawMail.Email(RawMail.Of(RawMail.Header + rest, isSigned: true));

        var failure = await _bed.FailAsync();

        Assert.Equal((Blame.Message, true, FailureOutcome.NotAccepted), (failure.Blame, failure.IsLasting, failure.Outcome));
        Assert.Contains("7-bit", failure.Advice.Cause, StringComparison.Ordinal);
        Assert.Empty(_bed.Server.Requests);
    }

    // The signature of a request is the same for whoever has the key: the server's view of this one is worked out again
    [Fact]
    public async Task SendAsync_Message_IsSignedAsItArrives()
    {
        _bed.Server.Answers(200, """{"MessageId":"1"}""");

        await _bed.DeliverAsync();

        var request = _bed.Server.Request;
        var at = DateTimeOffset.ParseExact(request.Header("X-Amz-Date")!, "yyyyMMdd'T'HHmmss'Z'", null, System.Globalization.DateTimeStyles.AssumeUniversal);
        var again = SignatureV4.Sign(
            request.Method, new Uri($"https://{request.Header("Host")}{request.Address}"), [], request.Body, new SignatureV4.Credentials("AKIDEXAMPLE", Secret, "eu-central-1", "ses"), at);
        Assert.Equal(again.Single(h => h.Name == "Authorization").Value, request.Header("Authorization"));
    }

    [Theory]
    [InlineData(400, "MessageRejected", "Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: codes@foo.example", Blame.Sender, true)]
    [InlineData(400, "MessageRejected", "Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: someone@bar.example", Blame.Sender, true)]
    [InlineData(400, "MessageRejected", "Email contents contain a virus", Blame.Message, true)]
    [InlineData(400, "BadRequestException", "Duplicate header 'Message-ID'.", Blame.Message, true)]
    [InlineData(400, "MailFromDomainNotVerifiedException", "no", Blame.Sender, true)]
    [InlineData(400, "SendingPausedException", "no", Blame.Credentials, true)]
    [InlineData(400, "AccountSuspendedException", "no", Blame.Credentials, true)]
    [InlineData(404, "NotFoundException", "Configuration set <codes> does not exist.", Blame.Credentials, true)]
    [InlineData(429, "TooManyRequestsException", "Maximum sending rate exceeded.", Blame.Throttle, false)]
    [InlineData(400, "ThrottlingException", "Maximum sending rate exceeded.", Blame.Throttle, false)]
    [InlineData(400, "LimitExceededException", "Maximum sending rate exceeded.", Blame.Throttle, false)]
    [InlineData(429, "TooManyRequestsException", "Daily message quota exceeded.", Blame.Throttle, false)]
    [InlineData(400, "LimitExceededException", "Daily message quota exceeded.", Blame.Throttle, false)]
    [InlineData(403, "AccessDeniedException", "User is not authorized to perform: ses:SendRawEmail", Blame.Credentials, true)]
    [InlineData(403, "UnrecognizedClientException", "The security token included in the request is invalid.", Blame.Credentials, true)]
    [InlineData(403, "InvalidClientTokenId", "no", Blame.Credentials, true)]
    [InlineData(403, "SignatureDoesNotMatch", "no", Blame.Credentials, true)]
    [InlineData(403, "InvalidSignatureException", "no", Blame.Credentials, true)]
    [InlineData(403, "ExpiredTokenException", "no", Blame.Credentials, true)]
    public async Task SendAsync_RowOfTheTable_IsJudgedByIt(int status, string code, string text, Blame blame, bool lasts)
    {
        _bed.Server.Answers(status, $$"""{"message":"{{text}}"}""", ("x-amzn-ErrorType", $"{code}:http://internal.amazon.com/coral/"));

        var failure = await _bed.FailAsync();

        Assert.Equal((blame, lasts, FailureOutcome.NotAccepted), (failure.Blame, failure.IsLasting, failure.Outcome));
        Assert.StartsWith($"HTTP {status} {code}: ", failure.ServerText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_Account_SaysItsQuotaAndIsSignedAsItArrives()
    {
        _bed.WithSecret(SesKind.SessionToken, "the-session-token").Server.Answers(
            200, """{"EnforcementStatus":"HEALTHY","ProductionAccessEnabled":true,"SendQuota":{"Max24HourSend":50000.0,"MaxSendRate":14.0,"SentLast24Hours":1234.0},"SendingEnabled":true}""");

        var accepted = await _bed.AcceptAsync();

        Assert.Equal(
            ("Amazon SES", "The account may send to 50,000 recipients in 24 hours, of which 1,234 are used; 14 a second."), (accepted.By, accepted.Found));
        Assert.Null(_bed.Listener.Passed[DeliveryStage.Answer].Warning);
        var request = _bed.Server.Request;
        Assert.Equal(("GET", "/v2/email/account", "the-session-token"), (request.Method, request.Address, request.Header("X-Amz-Security-Token")));
        var at = DateTimeOffset.ParseExact(request.Header("X-Amz-Date")!, "yyyyMMdd'T'HHmmss'Z'", null, System.Globalization.DateTimeStyles.AssumeUniversal);
        var again = SignatureV4.Sign(
            request.Method, new Uri($"https://{request.Header("Host")}{request.Address}"), [("X-Amz-Security-Token", "the-session-token")], [],
            new SignatureV4.Credentials("AKIDEXAMPLE", Secret, "eu-central-1", "ses"), at);
        Assert.Equal(again.Single(h => h.Name == "Authorization").Value, request.Header("Authorization"));
    }

    [Theory]
    [InlineData("""{"ProductionAccessEnabled":false,"SendQuota":{"Max24HourSend":200,"MaxSendRate":1},"SendingEnabled":true}""", "sandbox", "The account may send to 200 recipients in 24 hours; 1 a second.")]
    [InlineData("""{"EnforcementStatus":"PROBATION","ProductionAccessEnabled":true,"SendQuota":{"Max24HourSend":-1},"SendingEnabled":true}""", "reviews", "The account may send to any number of recipients.")]
    public async Task CheckAsync_AccountWithAReservation_IsAcceptedWithAWarning(string body, string warning, string found)
    {
        _bed.Server.Answers(200, body);

        Assert.Equal(found, (await _bed.AcceptAsync()).Found);

        Assert.Contains(warning, _bed.Listener.Passed[DeliveryStage.Answer].Warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_KeyMayNotReadTheAccount_IsAcceptedSinceItsSignatureWas()
    {
        _bed.Server.Answers(
            403, """{"message":"User: arn:aws:iam::123456789012:user/codes is not authorized to perform: ses:GetAccount on resource: *"}""", ("x-amzn-ErrorType", "AccessDeniedException"));

        Assert.Contains("ses:GetAccount", (await _bed.AcceptAsync()).Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "", """{"SendingEnabled":false,"EnforcementStatus":"SHUTDOWN"}""", Blame.Credentials, "stopped this account")]
    [InlineData(403, "UnrecognizedClientException", """{"message":"The security token included in the request is invalid."}""", Blame.Credentials, "does not accept the access key")]
    [InlineData(403, "InvalidSignatureException", """{"message":"no"}""", Blame.Credentials, "does not accept the access key")]
    [InlineData(403, "ExpiredTokenException", """{"message":"no"}""", Blame.Credentials, "has run out")]
    [InlineData(429, "TooManyRequestsException", """{"message":"no"}""", Blame.Throttle, "takes no more")]
    [InlineData(200, "", """{"unheard":"of"}""", Blame.Credentials, "not as Amazon SES does")]
    public async Task CheckAsync_Refusal_IsJudgedByIt(int status, string type, string body, Blame blame, string cause)
    {
        _bed.Server.Answers(status, body, ("x-amzn-ErrorType", type));

        var failure = Assert.IsType<CredentialCheck.Failed>(await _bed.CheckAsync()).Failure;

        Assert.Equal((blame, FailureOutcome.NotAccepted), (failure.Blame, failure.Outcome));
        Assert.Contains(cause, failure.Advice.Cause, StringComparison.Ordinal);
    }
}

public sealed class SignatureV4Tests
{
    private static readonly DateTimeOffset At = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    // AWS's published test suite for Signature Version 4: get-vanilla, post-vanilla, post-x-www-form-urlencoded
    [Theory]
    [InlineData("GET", null, "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", null, "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("POST", "application/x-www-form-urlencoded", "Param1=value1", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    public void Sign_PublishedVector_IsTheSame(string method, string? contentType, string body, string signature)
    {
        var signed = SignatureV4.Sign(
            method, new Uri("https://example.amazonaws.com/"), contentType is null ? [] : [("Content-Type", contentType)], Encoding.UTF8.GetBytes(body),
            new SignatureV4.Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "service"), At);

        Assert.Equal("20150830T123600Z", signed.Single(h => h.Name == "X-Amz-Date").Value);
        Assert.EndsWith($"Signature={signature}", signed.Single(h => h.Name == "Authorization").Value, StringComparison.Ordinal);
    }

    // The example of AWS's documentation: ListUsers of IAM
    [Fact]
    public void Sign_DocumentedExample_IsTheSame()
    {
        var signed = SignatureV4.Sign(
            "GET", new Uri("https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08"), [("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")], [],
            new SignatureV4.Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "iam"), At);

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            signed.Single(h => h.Name == "Authorization").Value);
    }
}
