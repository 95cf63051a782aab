using System.Buffers.Text;
using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Tokens;
using EmailConsole.Kinds.MicrosoftGraph;
using EmailConsole.Tests.Delivery;
using MimeKit;

namespace EmailConsole.Tests.Kinds.MicrosoftGraph;

public sealed class GraphTests : IAsyncLifetime
{
    private KindBed _bed = default!;

    public async Task InitializeAsync() =>
        _bed = (await KindBed.StartAsync(GraphKind.Id, ["graph.microsoft.com", "graph.microsoft.us"]))
            .With(GraphKind.Directory, "foo.example").With(GraphKind.ClientId, "6731de76-14a6-49ae-97bc-6eba6914391e").With(GraphKind.Mailbox, "codes@foo.example")
            .WithSecret(GraphKind.ClientSecret, "the~client~secret");

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task SendAsync_Message_GoesToWhomItsHeadersName()
    {
        _bed.Server.Answers(202);
        _bed.Email = _bed.Email with
        {
            Cc = [new MailboxAddress("", "has-it-already@bar.example")],
            Envelope = [new MailboxAddress("", "someone@bar.example"), new MailboxAddress("", "blind@bar.example")],
        };

        Assert.Null((await _bed.DeliverAsync()).QueueId);

        var request = _bed.Server.Request;
        Assert.Equal(("POST", "/v1.0/users/codes%40foo.example/sendMail", "text/plain"), (request.Method, request.Address, request.Header("Content-Type")));
        Assert.Equal("Bearer t0ken-of-the-endpoint", request.Header("Authorization"));
        using var message = MimeMessage.Load(new MemoryStream(Convert.FromBase64String(request.Text)));
        Assert.Equal(("someone@bar.example", "", "blind@bar.example"), (message.To.ToString(), message.Cc.ToString(), message.Bcc.ToString()));
        Assert.Equal(("Subject", KindBed.MessageId), (message.Subject, message.MessageId));
    }

    [Fact]
    public async Task SendAsync_RawToAllThatItNames_GoesByteForByteWithTheBlindInFront()
    {
        _bed.Server.Answers(202);
        var raw = RawMail.New("Cc: copy@BAR.example\nAuto-Submitted: no\n", isSigned: true);
        _bed.Email = RawMail.Email(raw, "someone@bar.example", "copy@bar.example", "blind@bar.example");

        await _bed.DeliverAsync();

        Assert.Equal("Bcc: blind@bar.example\r\n" + RawMail.Text(raw.Content), Encoding.UTF8.GetString(Convert.FromBase64String(_bed.Server.Request.Text)));
    }

    [Fact]
    public async Task SendAsync_RawToSomeOfThoseItNames_NamesThemAloneAndChangesNothingElse()
    {
        _bed.Server.Answers(202);
        var raw = RawMail.Of("To: other@bar.example\n" + RawMail.Header + "cc: \"C, D\" <copy@bar.example>,\n  gone@bar.example\nAuto-Submitted: no\n" + RawMail.Body);
        _bed.Email = RawMail.Email(raw, "copy@bar.example", "blind@bar.example");

        await _bed.DeliverAsync();

        Assert.Equal(
            "Bcc: blind@bar.example\r\nCc: \"C, D\" <copy@bar.example>\r\n"
            + RawMail.Lines(RawMail.Header.Replace("To: Someone <someone@bar.example>\n", "", StringComparison.Ordinal) + "Auto-Submitted: no\n" + RawMail.Body),
            Encoding.UTF8.GetString(Convert.FromBase64String(_bed.Server.Request.Text)));
    }

    [Fact]
    public async Task SendAsync_RawThatNamesWhatCannotBeRead_NamesThoseItIsForAlone()
    {
        _bed.Server.Answers(202);
        var raw = RawMail.Of("From: codes@foo.example\nCc: @@@ <<\nTo:\nMessage-ID: <1@foo.example>\nAuto-Submitted: no\n\nText\n");
        _bed.Email = RawMail.Email(raw);

        await _bed.DeliverAsync();

        Assert.Equal(
            "Bcc: someone@bar.example\r\nFrom: codes@foo.example\r\nMessage-ID: <1@foo.example>\r\nAuto-Submitted: no\r\n\r\nText\r\n",
            Encoding.UTF8.GetString(Convert.FromBase64String(_bed.Server.Request.Text)));
    }

    [Fact]
    public async Task SendAsync_RawSignedToSomeOfThoseItNames_IsRefusedBeforeTheRequest()
    {
        _bed.Email = RawMail.Email(RawMail.New("Cc: copy@bar.example\n", isSigned: true), "someone@bar.example");

        var failure = await _bed.FailAsync();

        Assert.Equal((Blame.Message, true, FailureOutcome.NotAccepted), (failure.Blame, failure.IsLasting, failure.Outcome));
        Assert.Contains("signed", failure.Advice.Cause, StringComparison.Ordinal);
        Assert.Empty(_bed.Server.Requests);
    }

    [Fact]
    public void ForToken_Cloud_NamesItsHosts()
    {
        var api = _bed.With(GraphKind.Cloud, "usgov").Bed.Get<IEnumerable<IKindTransport>>().OfType<GraphTransport>().Single();

        var client = api.ForToken(_bed.Provider)!;

        Assert.Equal(
            ("https://login.microsoftonline.us/foo.example/oauth2/v2.0/token", "https://graph.microsoft.us/.default", "the~client~secret"),
            (client.Settings.TokenEndpoint, client.Settings.Scopes, client.Secrets.ClientSecret));
        Assert.Equal("graph.microsoft.us", api.AddressFor(_bed.Provider).Host);
    }

    [Fact]
    public async Task SendAsync_TokenEndedBeforeItsTime_AsksForAnotherOnce()
    {
        _bed.Bed.Token = SenderBed.NewToken("first-token") with { IsKept = true };
        _bed.Bed.Replacement = SenderBed.NewToken("second-token");
        _bed.Server.Answer = (request, http) => Servers.ScriptedHttpServer.WriteAsync(http, request.Header("Authorization") == "Bearer second-token" ? 202 : 401, "");

        await _bed.DeliverAsync();

        Assert.Equal(2, _bed.Server.Requests.Count);
    }

    [Theory]
    [InlineData(401, "InvalidAuthenticationToken", Blame.Credentials, true)]
    [InlineData(403, "ErrorAccessDenied", Blame.Credentials, true)]
    [InlineData(403, "ErrorSendAsDenied", Blame.Sender, true)]
    [InlineData(404, "ErrorInvalidUser", Blame.Credentials, true)]
    [InlineData(404, "ResourceNotFound", Blame.Credentials, true)]
    [InlineData(404, "MailboxNotEnabledForRESTAPI", Blame.Credentials, true)]
    [InlineData(400, "ErrorMimeContentInvalidBase64String", Blame.Message, true)]
    [InlineData(413, "RequestTooLarge", Blame.Message, true)]
    [InlineData(400, "ErrorInvalidRecipients", Blame.Recipient, true)]
    [InlineData(507, "ErrorQuotaExceeded", Blame.Sender, true)]
    [InlineData(429, "ApplicationThrottled", Blame.Throttle, false)]
    [InlineData(429, "MailboxConcurrency", Blame.Throttle, false)]
    public Task SendAsync_RowOfTheTable_IsJudgedByIt(int status, string code, Blame blame, bool lasts) =>
        _bed.AssertRefusedAsync(status, $$$"""{"error":{"code":"{{{code}}}","message":"no"}}""", blame, lasts);

    [Theory]
    [InlineData("""{"aud":"https://graph.microsoft.com","roles":["User.Read.All","Mail.Send"]}""", "holds the permission Mail.Send", false)]
    [InlineData("""{"aud":"https://graph.microsoft.com","roles":["Mail.Read"]}""", "a test email shows", true)]
    [InlineData("""{"aud":"https://graph.microsoft.com"}""", "a test email shows", true)]
    [InlineData("""{"roles":"Mail.Send"}""", "a test email shows", true)]
    [InlineData("[]", "cannot be read", false)]
    [InlineData("{", "cannot be read", false)]
    public async Task CheckAsync_Token_SaysWhetherItMaySendAndAsksGraphNothing(string claims, string found, bool warns)
    {
        var token = $"{Part("""{"alg":"RS256"}""")}.{Part(claims)}.c2lnbmF0dXJl";
        _bed.Bed.Token = SenderBed.NewToken(token);

        var accepted = await _bed.AcceptAsync();

        Assert.Equal("login.example", accepted.By);
        Assert.Contains(found, accepted.Found, StringComparison.Ordinal);
        Assert.Equal(warns, _bed.Listener.Passed[DeliveryStage.Token].Warning?.Contains("Mail.Send", StringComparison.Ordinal) == true);
        Assert.Equal([DeliveryStage.Resolve, DeliveryStage.Connect, DeliveryStage.Encrypt, DeliveryStage.Token], _bed.Listener.Started);
        Assert.Empty(_bed.Server.Requests);
        Assert.DoesNotContain(token, _bed.Listener.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("c2lnbmF0dXJl", _bed.Listener.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0123456789abcdef")]
    [InlineData("a.b")]
    [InlineData("a.%%.c")]
    public async Task CheckAsync_TokenThatTellsNothing_IsAcceptedAllTheSame(string token)
    {
        _bed.Bed.Token = SenderBed.NewToken(token);

        Assert.Contains("cannot be read", (await _bed.AcceptAsync()).Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_NoToken_FailsAtItsStage()
    {
        _bed.Bed.Token = new AccessTokenResult.Failed(DeliveryFailureKind.TokenRefused, "invalid_client: AADSTS7000215", IsRetryable: false);

        var failure = await _bed.RefuseAsync();

        Assert.Equal((DeliveryStage.Token, Blame.Credentials, "invalid_client: AADSTS7000215"), (failure.Stage, failure.Blame, failure.ServerText));
        Assert.Empty(_bed.Server.Requests);
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
