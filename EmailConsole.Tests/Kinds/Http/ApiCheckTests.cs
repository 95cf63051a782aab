using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Kinds.AmazonSes;
using EmailConsole.Kinds.AzureCommunication;
using EmailConsole.Kinds.Mailgun;
using EmailConsole.Kinds.Postmark;
using EmailConsole.Kinds.Resend;
using EmailConsole.Kinds.SendGrid;
using EmailConsole.TestEmail.Progress;
using EmailConsole.Tests.Delivery;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Kinds.Http;

/// <summary>What holds for every kind whose credentials are checked by a request.</summary>
public sealed class ApiCheckTests
{
    private const string Secret = "the-secret-of-the-account";

    private static readonly DeliveryStage[] Stages = [DeliveryStage.Resolve, DeliveryStage.Connect, DeliveryStage.Encrypt, DeliveryStage.Request, DeliveryStage.Answer];

    public static TheoryData<string> Asking => [SesKind.Id, PostmarkKind.Id, ResendKind.Id, SendGridKind.Id];

    [Theory]
    [MemberData(nameof(Asking))]
    public async Task CheckAsync_Accepted_TellsTheStagesThatWereExpected(string kind)
    {
        await using var bed = await StartAsync(kind);
        bed.Server.Answers(200, """{"SendingEnabled":true,"ID":1,"Name":"Foo","data":[],"scopes":["mail.send"]}""", ("X-Echo", Secret));

        await bed.AcceptAsync();

        Assert.Equal(Stages, bed.Listener.Started);
        Assert.Equal(Stages, StagePlan.ForCheck(bed.Settings, CheckWay.Request));
        Assert.Equal(CheckWay.Request, bed.Bed.Get<ISharedSender>().FindCheck(bed.Settings));
        Assert.Equal(("HTTP 200", $"GET to {bed.Server.Request.Host}"), (bed.Listener.Passed[DeliveryStage.Answer].Detail, bed.Listener.Passed[DeliveryStage.Request].Detail));
        Assert.Contains("S: X-Echo: ***", bed.Listener.Lines);
        Assert.DoesNotContain(bed.Listener.Lines, line => line.Contains("Content-Type: application/json;", StringComparison.Ordinal) || line.Contains("mail.send", StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, bed.Listener.Everything, StringComparison.Ordinal);
        Assert.Null(bed.Server.Request.Header("Content-Type"));
    }

    [Theory]
    [MemberData(nameof(Asking))]
    public async Task CheckAsync_Unauthorised_BlamesTheKeyAndHidesIt(string kind)
    {
        await using var bed = await StartAsync(kind);
        bed.Server.Answers(401, $"no such key: {Secret}");

        var failure = await bed.RefuseAsync();

        Assert.Equal((DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Answer, Blame.Credentials, true), (failure.Kind, failure.Stage, failure.Blame, failure.IsLasting));
        Assert.NotNull(failure.Advice.Cure);
        Assert.Equal("HTTP 401: no such key: ***", failure.ServerText);
        Assert.DoesNotContain(Secret, bed.Listener.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Asking))]
    public async Task CheckAsync_Redirected_FollowsNotWithTheKey(string kind)
    {
        await using var bed = await StartAsync(kind);
        bed.Server.Answers(302, "", ("Location", "https://elsewhere.example/"));
        bed.Bed.Resolver.Names["elsewhere.example"] = [System.Net.IPAddress.Loopback];

        var failure = await bed.RefuseAsync();

        Assert.Equal((DeliveryStage.Answer, Blame.Credentials, (int?)302), (failure.Stage, failure.Blame, failure.ReplyCode));
        Assert.Contains("not followed", failure.Advice.Cause, StringComparison.Ordinal);
        Assert.Single(bed.Server.Requests);
    }

    [Theory]
    [MemberData(nameof(Asking))]
    public async Task CheckAsync_NoAnswerInTime_IsATimeOutAtAnswer(string kind)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var bed = await StartAsync(kind, clock);
        var asked = Hang(bed);

        var checking = bed.CheckAsync();
        await asked.WaitAsync(Bound.Wait);
        clock.Advance(TimeSpan.FromSeconds(31));
        var failure = Assert.IsType<CredentialCheck.Failed>(await checking).Failure;

        Assert.Equal(
            (DeliveryFailureKind.TimedOut, DeliveryStage.Answer, Blame.Provider, FailureOutcome.NotAccepted, false), (failure.Kind, failure.Stage, failure.Blame, failure.Outcome, failure.IsLasting));
        Assert.EndsWith("did not answer in time. Nothing was sent.", failure.Advice.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "{}", Blame.Credentials, true, "does not let this key")]
    [InlineData(404, "", Blame.Credentials, true, "does not know what was asked of it")]
    [InlineData(400, "", Blame.Credentials, true, "refused the question")]
    [InlineData(413, "", Blame.Credentials, true, "refused the question")]
    [InlineData(418, "", Blame.Credentials, true, "refused the question")]
    [InlineData(408, "", Blame.Provider, false, "waited too long")]
    [InlineData(429, "", Blame.Throttle, false, "takes no more for now")]
    [InlineData(500, "", Blame.Provider, false, "failed over the question")]
    [InlineData(502, "<html>", Blame.Provider, false, "failed over the question")]
    [InlineData(503, "", Blame.Provider, false, "not available")]
    [InlineData(200, "<html>Welcome</html>", Blame.Credentials, true, "not as SendGrid does")]
    [InlineData(204, "", Blame.Credentials, true, "not as SendGrid does")]
    public async Task CheckAsync_StatusAlone_IsJudgedByItAndSaysNothingOfAMessage(int status, string body, Blame blame, bool lasts, string cause)
    {
        await using var bed = await StartAsync(SendGridKind.Id);
        bed.Server.Answers(status, body);

        var failure = await bed.RefuseAsync();

        Assert.Equal((blame, lasts, (int?)status), (failure.Blame, failure.IsLasting, failure.ReplyCode));
        Assert.Contains(cause, failure.Advice.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("outbox", failure.Advice.Cure ?? "", StringComparison.Ordinal);
        Assert.Single(bed.Server.Requests);
    }

    [Fact]
    public async Task CheckAsync_ResetInsteadOfAnAnswer_IsNotAccepted()
    {
        await using var bed = await StartAsync(SendGridKind.Id);
        bed.Server.Answer = (_, http) =>
        {
            http.Abort();
            return Task.CompletedTask;
        };

        var failure = await bed.RefuseAsync();

        Assert.Equal((DeliveryFailureKind.ConnectionLost, DeliveryStage.Answer, Blame.Provider), (failure.Kind, failure.Stage, failure.Blame));
        Assert.Single(bed.Server.Requests);
    }

    [Fact]
    public async Task CheckAsync_CancelledWhileItWaits_EndsAsCancelled()
    {
        await using var bed = await StartAsync(SendGridKind.Id);
        using var cancel = new CancellationTokenSource();
        var asked = Hang(bed);

        var checking = bed.CheckAsync(cancel.Token);
        await asked.WaitAsync(Bound.Wait);
        await cancel.CancelAsync();
        var failure = Assert.IsType<CredentialCheck.Failed>(await checking).Failure;

        Assert.Equal((DeliveryFailureKind.Cancelled, Blame.Ours, FailureOutcome.NotAccepted), (failure.Kind, failure.Blame, failure.Outcome));
    }

    [Fact]
    public async Task CheckAsync_NobodyListens_FailsAtConnect()
    {
        await using var bed = await StartAsync(SendGridKind.Id);
        await bed.Server.DisposeAsync();

        Assert.Equal(DeliveryStage.Connect, (await bed.RefuseAsync()).Stage);
    }

    [Fact]
    public async Task CheckAsync_TenantToALocalAddress_IsRefusedByThePolicy()
    {
        await using var bed = await StartAsync(SendGridKind.Id);
        bed.Bed.Origin = ProviderOrigin.Tenant;

        Assert.Equal(DeliveryFailureKind.TargetNotAllowed, (await bed.RefuseAsync()).Kind);
        Assert.Empty(bed.Server.Requests);
    }

    [Fact]
    public async Task CheckAsync_SecretUnreadable_AsksNobody()
    {
        await using var bed = await StartAsync(SendGridKind.Id);
        var provider = bed.Provider with { Secrets = EmailProviderSecrets.None with { Unreadable = true } };

        var check = await bed.Bed.Get<ISharedSender>().CheckAsync(provider, bed.Listener, CancellationToken.None);

        Assert.Equal(DeliveryFailureKind.SecretUnreadable, Assert.IsType<CredentialCheck.Failed>(check).Failure.Kind);
        Assert.Empty(bed.Server.Requests);
    }

    [Theory]
    [InlineData(MailgunKind.Id)]
    [InlineData(AcsKind.Id)]
    [InlineData("unheard-of")]
    public async Task FindCheck_ApiHasNoCall_IsNotOffered(string kind)
    {
        using var bed = new SenderBed();
        var provider = new ProviderInForce(ProviderOrigin.SuperTenant, Guid.NewGuid(), Guid.NewGuid(), new EmailProviderSettings { Kind = kind }, EmailProviderSecrets.None);

        Assert.Null(bed.Get<ISharedSender>().FindCheck(provider.Settings));
        Assert.IsType<CredentialCheck.NotOffered>(await bed.Get<ISharedSender>().CheckAsync(provider, bed.Listener, CancellationToken.None));
        Assert.Empty(bed.Listener.Started);
    }

    private static async Task<KindBed> StartAsync(string kind, TimeProvider? clock = null)
    {
        var (host, secret) = kind switch
        {
            SesKind.Id => ("email.eu-central-1.amazonaws.com", SesKind.SecretAccessKey),
            PostmarkKind.Id => ("api.postmarkapp.com", PostmarkKind.Token),
            ResendKind.Id => ("api.resend.com", ResendKind.ApiKey),
            _ => ("api.sendgrid.com", SendGridKind.ApiKey),
        };
        var bed = (await KindBed.StartAsync(kind, [host], clock: clock)).WithSecret(secret, Secret);
        return kind == SesKind.Id ? bed.With(SesKind.Region, "eu-central-1").With(SesKind.AccessKeyId, "AKIDEXAMPLE") : bed;
    }

    private static Task Hang(KindBed bed)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bed.Server.Answer = (_, http) =>
        {
            asked.TrySetResult();
            return new TaskCompletionSource().Task.WaitAsync(http.RequestAborted);
        };
        return asked.Task;
    }
}
