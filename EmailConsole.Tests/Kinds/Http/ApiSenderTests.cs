using System.Net;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Kinds.SendGrid;
using EmailConsole.Tests.Servers;
using Microsoft.AspNetCore.Http;
using MimeKit;

namespace EmailConsole.Tests.Kinds.Http;

/// <summary>What holds for every kind that sends by HTTP, seen at one of them.</summary>
public sealed class ApiSenderTests : IAsyncLifetime
{
    private KindBed _bed = default!;

    public async Task InitializeAsync() =>
        _bed = (await KindBed.StartAsync(SendGridKind.Id, ["api.sendgrid.com"])).WithSecret(SendGridKind.ApiKey, "SG.the-key");

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    // Section 1 of the table of outcomes: statuses without a code that is known
    [Theory]
    [InlineData(200, "<html>Welcome</html>", Blame.Credentials, true, FailureOutcome.Unknown)]
    [InlineData(301, "", Blame.Credentials, true, FailureOutcome.NotAccepted)]
    [InlineData(400, "no", Blame.Message, true, FailureOutcome.NotAccepted)]
    [InlineData(422, "no", Blame.Message, true, FailureOutcome.NotAccepted)]
    [InlineData(401, "no", Blame.Credentials, true, FailureOutcome.NotAccepted)]
    [InlineData(402, "no", Blame.Throttle, true, FailureOutcome.NotAccepted)]
    [InlineData(403, "no", Blame.Credentials, true, FailureOutcome.NotAccepted)]
    [InlineData(403, "The sender is not verified", Blame.Sender, true, FailureOutcome.NotAccepted)]
    [InlineData(404, "no", Blame.Credentials, true, FailureOutcome.NotAccepted)]
    [InlineData(405, "no", Blame.Credentials, true, FailureOutcome.NotAccepted)]
    [InlineData(406, "no", Blame.Credentials, true, FailureOutcome.NotAccepted)]
    [InlineData(415, "no", Blame.Credentials, true, FailureOutcome.NotAccepted)]
    [InlineData(408, "no", Blame.Provider, false, FailureOutcome.NotAccepted)]
    [InlineData(413, "no", Blame.Message, true, FailureOutcome.NotAccepted)]
    [InlineData(420, "no", Blame.Throttle, false, FailureOutcome.NotAccepted)]
    [InlineData(429, "no", Blame.Throttle, false, FailureOutcome.NotAccepted)]
    [InlineData(500, "no", Blame.Provider, false, FailureOutcome.Unknown)]
    [InlineData(502, "<html>Bad gateway</html>", Blame.Provider, false, FailureOutcome.Unknown)]
    [InlineData(503, "no", Blame.Provider, false, FailureOutcome.NotAccepted)]
    [InlineData(504, "no", Blame.Provider, false, FailureOutcome.Unknown)]
    public Task SendAsync_StatusAlone_IsJudgedByIt(int status, string body, Blame blame, bool lasts, FailureOutcome outcome) =>
        _bed.AssertRefusedAsync(status, body, blame, lasts, outcome);

    [Fact]
    public async Task SendAsync_TwoMessages_ShareAConnection()
    {
        _bed.Server.Answers(202);

        await _bed.DeliverAsync();
        await _bed.DeliverAsync();

        Assert.Equal(2, _bed.Server.Requests.Count);
        Assert.Single(_bed.Server.Requests.DistinctBy(r => r.Connection));
    }

    [Fact]
    public async Task SendAsync_MayNotGo_SendsNothing()
    {
        var asked = 0;

        var outcome = await _bed.SendAsync(_ => ValueTask.FromResult(++asked < 2));

        var failed = Assert.IsType<DeliveryOutcome.Failed>(outcome);
        Assert.Equal((DeliveryFailureKind.Cancelled, Blame.Ours, FailureOutcome.NotAccepted), (failed.Failure.Kind, failed.Failure.Blame, failed.Failure.Outcome));
        Assert.Equal(2, asked);
        Assert.Empty(_bed.Server.Requests);
    }

    [Fact]
    public async Task SendAsync_MayGo_IsAskedBeforeTheRequestIsThere()
    {
        List<int> there = [];
        _bed.Server.Answers(202);

        Assert.IsType<DeliveryOutcome.Delivered>(await _bed.SendAsync(_ =>
        {
            there.Add(_bed.Server.Requests.Count);
            return ValueTask.FromResult(true);
        }));

        Assert.Equal([0, 0], there);
    }

    [Fact]
    public async Task SendAsync_ResetAfterTheRequest_IsUnknown()
    {
        _bed.Server.Answer = (_, http) =>
        {
            http.Abort();
            return Task.CompletedTask;
        };

        var unknown = Assert.IsType<DeliveryOutcome.Unknown>(await _bed.SendAsync());

        Assert.Equal((DeliveryFailureKind.ConnectionLost, Blame.Provider, FailureOutcome.Unknown), (unknown.Failure.Kind, unknown.Failure.Blame, unknown.Failure.Outcome));
        Assert.Single(_bed.Server.Requests);
    }

    [Fact]
    public async Task SendAsync_CancelledWhileItWaits_IsUnknown()
    {
        using var cancel = new CancellationTokenSource();
        _bed.Server.Answer = async (_, http) =>
        {
            await cancel.CancelAsync();
            await new TaskCompletionSource().Task.WaitAsync(http.RequestAborted);
        };

        var unknown = Assert.IsType<DeliveryOutcome.Unknown>(await _bed.SendAsync(cancellationToken: cancel.Token));

        Assert.Equal((DeliveryFailureKind.Cancelled, Blame.Ours), (unknown.Failure.Kind, unknown.Failure.Blame));
    }

    [Fact]
    public async Task SendAsync_NoSuchHost_IsNotAccepted()
    {
        _bed.With(SendGridKind.Region, SendGridKind.Europe);

        var failure = await _bed.FailAsync();

        Assert.Equal(
            (DeliveryFailureKind.HostNotFound, DeliveryStage.Resolve, Blame.Provider, FailureOutcome.NotAccepted),
            (failure.Kind, failure.Stage, failure.Blame, failure.Outcome));
        Assert.Contains("api.eu.sendgrid.com", failure.Advice.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_NobodyListens_IsNotAccepted()
    {
        await _bed.Server.DisposeAsync();

        var failure = await _bed.FailAsync();

        Assert.Equal(
            (DeliveryFailureKind.ConnectionRefused, DeliveryStage.Connect, Blame.Provider, FailureOutcome.NotAccepted),
            (failure.Kind, failure.Stage, failure.Blame, failure.Outcome));
    }

    [Fact]
    public async Task SendAsync_CertificateOfAnUnknownAuthority_IsNotAccepted()
    {
        using var others = new TestCertificates();
        await File.WriteAllTextAsync(_bed.Bed.CaFile, others.AuthorityPem);

        var failure = await _bed.FailAsync();

        Assert.Equal(
            (DeliveryFailureKind.CertificateUntrusted, DeliveryStage.Encrypt, Blame.Credentials, FailureOutcome.NotAccepted),
            (failure.Kind, failure.Stage, failure.Blame, failure.Outcome));
        Assert.Empty(_bed.Server.Requests);
    }

    [Fact]
    public async Task SendAsync_TenantToALocalAddress_IsRefusedByThePolicy()
    {
        _bed.Bed.Origin = ProviderOrigin.Tenant;

        var failure = await _bed.FailAsync();

        Assert.Equal((DeliveryFailureKind.TargetNotAllowed, DeliveryStage.Connect, FailureOutcome.NotAccepted), (failure.Kind, failure.Stage, failure.Outcome));
        Assert.Empty(_bed.Server.Requests);
    }

    [Theory]
    [InlineData("Retry-After", "120", 503)]
    [InlineData("Retry-After", "120", 429)]
    [InlineData("ratelimit-reset", "120", 429)]
    public async Task SendAsync_AsksToWait_IsHeeded(string header, string value, int status)
    {
        _bed.Server.Answers(status, "", (header, value));
        var before = DateTimeOffset.UtcNow;

        var notBefore = (await _bed.FailAsync()).NotBefore;

        Assert.NotNull(notBefore);
        Assert.InRange(notBefore.Value, before.AddSeconds(120), DateTimeOffset.UtcNow.AddSeconds(120));
    }

    [Fact]
    public async Task SendAsync_RetryAfterDate_IsHeeded()
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 300);
        _bed.Server.Answers(429, "", ("Retry-After", at.ToString("R")));

        Assert.Equal(at, (await _bed.FailAsync()).NotBefore);
    }

    [Fact]
    public async Task SendAsync_VeryLongAnswer_IsCut()
    {
        _bed.Server.Answers(400, new string('x', 300_000));

        var failure = await _bed.FailAsync();

        Assert.InRange(failure.ServerText!.Length, 1_000, 2_000);
    }

    [Fact]
    public async Task SendAsync_BlindRecipientsAlone_AreAskedForOneByOne()
    {
        _bed.Email = _bed.Email with { Envelope = [new MailboxAddress("", "a@bar.example"), new MailboxAddress("", "b@bar.example")] };
        _bed.Server.Answer = (request, http) => ScriptedHttpServer.WriteAsync(
            http, request.Text.Contains("a@bar.example", StringComparison.Ordinal) ? 202 : 400, """{"errors":[{"message":"no","field":"personalizations.0.to.0.email"}]}""");

        var delivered = Assert.IsType<DeliveryOutcome.Delivered>(await _bed.SendAsync());

        Assert.Equal(2, _bed.Server.Requests.Count);
        Assert.All(_bed.Server.Requests, r => Assert.False(
            r.Text.Contains("a@bar.example", StringComparison.Ordinal) && r.Text.Contains("b@bar.example", StringComparison.Ordinal)));
        var refused = Assert.Single(delivered.RefusedRecipients);
        Assert.Equal(("b@bar.example", Blame.Recipient), (refused.Address, refused.Failure.Blame));
    }

    [Fact]
    public async Task SendAsync_SecretUnreadable_AsksNobody()
    {
        var provider = _bed.Provider with { Secrets = EmailProviderSecrets.None with { Unreadable = true } };

        var outcome = await _bed.Bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, CancellationToken.None);

        Assert.Equal((DeliveryFailureKind.SecretUnreadable, Blame.Credentials), (outcome.Reason!.Kind, outcome.Reason.Blame));
        Assert.Empty(_bed.Server.Requests);
    }

    [Fact]
    public async Task SendAsync_UnknownKind_IsOurs()
    {
        var provider = _bed.Provider with { Settings = _bed.Settings with { Kind = "unheard-of" } };

        var outcome = await _bed.Bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, CancellationToken.None);

        Assert.Equal((Blame.Ours, FailureOutcome.NotAccepted), (outcome.Reason!.Blame, outcome.Reason.Outcome));
        Assert.Contains("unheard-of", outcome.Reason.Advice.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_AddressIsNone_AsksNobody()
    {
        _bed.Email = _bed.Email with { Subject = "two\r\nlines" };

        Assert.Equal(DeliveryFailureKind.InvalidMessage, (await _bed.FailAsync()).Kind);
        Assert.Empty(_bed.Server.Requests);
    }

    [Fact]
    public async Task SendOnceAsync_Delivered_TellsStagesInOrder()
    {
        _bed.Server.Answers(202, "", ("X-Message-Id", "abc"));

        Assert.IsType<DeliveryOutcome.Delivered>(await _bed.SendOnceAsync());

        DeliveryStage[] stages = [DeliveryStage.Resolve, DeliveryStage.Connect, DeliveryStage.Encrypt, DeliveryStage.Request, DeliveryStage.Answer];
        Assert.Equal(stages, _bed.Listener.Started);
        Assert.Equal(stages.Order(), _bed.Listener.Passed.Keys.Order());
        Assert.Contains("TLS 1.", _bed.Listener.Passed[DeliveryStage.Encrypt].Detail, StringComparison.Ordinal);
        Assert.Equal("HTTP 202, id abc", _bed.Listener.Passed[DeliveryStage.Answer].Detail);
    }

    [Fact]
    public async Task SendOnceAsync_NobodyListens_FailsAtConnect()
    {
        await _bed.Server.DisposeAsync();

        var outcome = await _bed.SendOnceAsync();

        Assert.Equal(DeliveryStage.Connect, outcome.Reason!.Stage);
        Assert.Equal(outcome.Reason, Assert.Single(_bed.Listener.Failures));
    }
}
