using EmailConsole.Delivery;
using EmailConsole.Kinds.SendGrid;
using EmailConsole.Tests.Delivery;

namespace EmailConsole.Tests.Kinds.Http;

/// <summary>A message that a program wrote, for APIs that take no MIME.</summary>
public sealed class ApiContentTests : IAsyncLifetime
{
    private KindBed _bed = default!;

    public async Task InitializeAsync() => _bed = (await KindBed.StartAsync(SendGridKind.Id, ["api.sendgrid.com"])).WithSecret(SendGridKind.ApiKey, "the-key-of-sendgrid");

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task SendAsync_Signed_IsRefusedRatherThanSentWithoutItsSignature()
    {
        _bed.Email = RawMail.Email(RawMail.New(isSigned: true));

        var failure = await _bed.FailAsync();

        Assert.Equal(
            (DeliveryFailureKind.InvalidMessage, Blame.Message, true, FailureOutcome.NotAccepted),
            (failure.Kind, failure.Blame, failure.IsLasting, failure.Outcome));
        Assert.Contains("signature", failure.Advice.Cause, StringComparison.Ordinal);
        Assert.Contains("SendGrid", failure.Advice.Cause, StringComparison.Ordinal);
        Assert.Contains("SMTP", failure.Advice.Cure, StringComparison.Ordinal);
        Assert.Empty(_bed.Server.Requests);
    }

    [Fact]
    public async Task SendAsync_OtherFrom_WaitsWithoutARequest()
    {
        _bed.Settings = _bed.Settings with { FromAddress = "no-reply@foo.example" };
        _bed.Email = RawMail.Email(RawMail.New());

        var failure = await _bed.FailAsync();

        Assert.Equal((Blame.Message, false), (failure.Blame, failure.IsLasting));
        Assert.Empty(_bed.Server.Requests);
    }

    [Fact]
    public async Task SendAsync_OtherFromThatWasAllowed_GoesAsThatAndSaysNothingThatIsTheProvidersOwn()
    {
        _bed.Server.Answers(202);
        _bed.Settings = _bed.Settings with { FromAddress = "no-reply@foo.example", ReplyTo = "help@foo.example" };
        _bed.Email = RawMail.Email(RawMail.New() with { MayNameOther = true });

        await _bed.DeliverAsync();

        var json = _bed.Server.Request.Json;
        Assert.Equal("""{"email":"codes@foo.example","name":"App, the"}""", json.GetProperty("from").GetRawText());
        Assert.Equal("""[{"email":"codes@foo.example","name":"App, the"}]""", json.GetProperty("reply_to_list").GetRawText());
        Assert.False(json.GetProperty("headers").TryGetProperty("Auto-Submitted", out _));
    }

    [Fact]
    public async Task SendAsync_AutoSubmittedSwitchedOff_ProgramsMailIsNotMarked()
    {
        _bed.Bed.Configuration["Delivery:AutoSubmitted"] = "false";
        _bed.Server.Answers(202);
        _bed.Email = RawMail.Email(RawMail.New());

        await _bed.DeliverAsync();

        Assert.False(_bed.Server.Request.Json.GetProperty("headers").TryGetProperty("Auto-Submitted", out _));
    }

    [Fact]
    public async Task SendAsync_OwnAutoSubmitted_IsKept()
    {
        _bed.Server.Answers(202);
        _bed.Email = RawMail.Email(RawMail.New("Auto-Submitted: auto-replied\n"));

        await _bed.DeliverAsync();

        Assert.Equal("auto-replied", _bed.Server.Request.Json.GetProperty("headers").GetProperty("Auto-Submitted").GetString());
    }

    [Fact]
    public async Task SendAsync_NoReplyTo_GetsThatOfTheSettings()
    {
        _bed.Server.Answers(202);
        _bed.Settings = _bed.Settings with { ReplyTo = "help@foo.example" };
        _bed.Email = RawMail.Email(RawMail.New());

        await _bed.DeliverAsync();

        Assert.Equal("""[{"email":"help@foo.example"}]""", _bed.Server.Request.Json.GetProperty("reply_to_list").GetRawText());
    }

    [Fact]
    public async Task SendAsync_EnvelopeOfOneThatNoHeaderNames_GoesToThatOneAlone()
    {
        _bed.Server.Answers(202);
        _bed.Email = RawMail.Email(RawMail.Of(RawMail.Nested), "blind@bar.example");

        await _bed.DeliverAsync();

        Assert.Equal("""[{"to":[{"email":"blind@bar.example"}]}]""", _bed.Server.Request.Json.GetProperty("personalizations").GetRawText());
    }

    [Fact]
    public async Task SendAsync_ServiceRepeatsALink_ShowsNeitherItsQueryNorHidesTheServicesId()
    {
        _bed.Server.Answers(400, """{"errors":[{"message":"bad link https://app.foo.example/?code=421337"}]}""");
        _bed.Email = RawMail.Email(RawMail.New());

        var failure = await _bed.FailAsync();
        _bed.Server.Answers(202, "", ("X-Message-Id", "0123456789abcdef0123456789ABCDEF"));
        var delivered = await _bed.DeliverAsync();

        Assert.Equal("HTTP 400: bad link https://app.foo.example/?***", failure.ServerText);
        Assert.Equal("0123456789abcdef0123456789ABCDEF", delivered.QueueId);
    }
}
