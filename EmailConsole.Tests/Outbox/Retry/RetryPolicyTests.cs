using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Retry;
using Microsoft.Extensions.Options;

namespace EmailConsole.Tests.Outbox.Retry;

public sealed class RetryPolicyTests
{
    private static readonly RetryPolicy Policy = new(Options.Create(new OutboxOptions()));

    [Theory]
    [InlineData(1, 5, 6.25)]
    [InlineData(2, 10, 12.5)]
    [InlineData(5, 80, 100)]
    [InlineData(10, 2560, 3200)]
    [InlineData(11, 2700, 3600)]
    [InlineData(1000, 2700, 3600)]
    public void PauseAfter_Attempts_DoublesFromFiveSecondsToAnHour(int attempts, double least, double most)
    {
        foreach (var chance in new[] { 0, 0.25, 0.5, 0.999 })
        {
            Assert.InRange(Policy.PauseAfter(attempts, chance).TotalSeconds, least, most);
        }
    }

    [Fact]
    public void PauseAfter_AnyAttemptAndChance_StaysWithinTheBoundsAndIsSpread()
    {
        var random = new Random(7);
        for (var attempts = 1; attempts < 60; attempts++)
        {
            var pauses = Enumerable.Range(0, 50).Select(_ => Policy.PauseAfter(attempts, random.NextDouble())).ToList();
            Assert.All(pauses, p => Assert.InRange(p, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1)));
            Assert.True(pauses.Distinct().Count() > 40, $"attempt {attempts}");
        }
    }

    [Theory]
    [InlineData(DeliveryFailureKind.Refused, DeliveryStage.Sender, 550, true)]
    [InlineData(DeliveryFailureKind.Refused, DeliveryStage.Sender, 450, false)]
    [InlineData(DeliveryFailureKind.RecipientRefused, DeliveryStage.Recipient, 550, true)]
    [InlineData(DeliveryFailureKind.RecipientRefused, DeliveryStage.Recipient, 452, false)]
    [InlineData(DeliveryFailureKind.Refused, DeliveryStage.Content, 554, true)]
    [InlineData(DeliveryFailureKind.Refused, DeliveryStage.Content, 421, false)]
    [InlineData(DeliveryFailureKind.MessageTooLarge, DeliveryStage.Sender, null, true)]
    [InlineData(DeliveryFailureKind.MessageTooLarge, DeliveryStage.Sender, 552, true)]
    [InlineData(DeliveryFailureKind.MessageTooLarge, DeliveryStage.Sender, 452, false)]
    [InlineData(DeliveryFailureKind.InvalidMessage, DeliveryStage.Sender, null, true)]
    [InlineData(DeliveryFailureKind.SmtpUtf8NotOffered, DeliveryStage.Sender, null, true)]
    [InlineData(DeliveryFailureKind.EightBitMimeNotOffered, DeliveryStage.Sender, null, true)]
    public void IsPermanent_AboutTheMessage_IsAsTheServerSays(DeliveryFailureKind kind, DeliveryStage stage, int? code, bool expected) =>
        Assert.Equal(expected, RetryPolicy.IsPermanent(Emails.Failure(code, stage, kind)));

    [Theory]
    [InlineData(DeliveryFailureKind.HostNotFound, DeliveryStage.Resolve, null)]
    [InlineData(DeliveryFailureKind.TargetNotAllowed, DeliveryStage.Connect, null)]
    [InlineData(DeliveryFailureKind.ConnectionRefused, DeliveryStage.Connect, null)]
    [InlineData(DeliveryFailureKind.Refused, DeliveryStage.Greeting, 554)]
    [InlineData(DeliveryFailureKind.StartTlsNotOffered, DeliveryStage.Encrypt, null)]
    [InlineData(DeliveryFailureKind.CertificateExpired, DeliveryStage.Encrypt, null)]
    [InlineData(DeliveryFailureKind.TokenRefused, DeliveryStage.Token, null)]
    [InlineData(DeliveryFailureKind.SecretUnreadable, DeliveryStage.Authenticate, null)]
    [InlineData(DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Authenticate, 535)]
    [InlineData(DeliveryFailureKind.ConnectionLost, DeliveryStage.Content, null)]
    [InlineData(DeliveryFailureKind.TimedOut, DeliveryStage.Content, null)]
    [InlineData(DeliveryFailureKind.InternalError, DeliveryStage.Content, null)]
    public void IsPermanent_AboutTheProviderOrTheWay_IsTriedAgain(DeliveryFailureKind kind, DeliveryStage stage, int? code) =>
        Assert.False(RetryPolicy.IsPermanent(Emails.Failure(code, stage, kind)));

    /// <summary>Before MAIL the server knows nothing of a message.</summary>
    [Theory]
    [InlineData(DeliveryStage.Greeting, false)]
    [InlineData(DeliveryStage.Authenticate, false)]
    [InlineData(DeliveryStage.Sender, true)]
    public void IsPermanent_LastingLimit_IsOfAMessageFromMailOn(DeliveryStage stage, bool expected) =>
        Assert.Equal(expected, RetryPolicy.IsPermanent(Emails.Failure(554, stage) with { Blame = Blame.Throttle }));
}
