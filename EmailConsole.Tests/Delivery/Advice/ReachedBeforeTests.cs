using EmailConsole.Delivery;
using EmailConsole.Delivery.Advice;
using EmailConsole.EmailProviders;
using EmailConsole.Kinds.Postmark;
using EmailConsole.Tests.Outbox;

namespace EmailConsole.Tests.Delivery.Advice;

public sealed class ReachedBeforeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 6, 10, 0, TimeSpan.Zero);
    private static readonly EmailProviderSettings Settings = new() { Host = "mail.foo.com", Port = 25, FromAddress = "codes@foo.com" };

    [Theory]
    [InlineData(DeliveryFailureKind.ConnectionRefused, DeliveryStage.Connect, true)]
    [InlineData(DeliveryFailureKind.Unreachable, DeliveryStage.Connect, true)]
    [InlineData(DeliveryFailureKind.TimedOut, DeliveryStage.Connect, true)]
    [InlineData(DeliveryFailureKind.ConnectionLost, DeliveryStage.Greeting, true)]
    [InlineData(DeliveryFailureKind.TimedOut, DeliveryStage.Greeting, true)]
    [InlineData(DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Authenticate, false)]
    [InlineData(DeliveryFailureKind.HostNotFound, DeliveryStage.Resolve, false)]
    public void IsAbout_AnyFailure_OnlyWhereNoConnectionComesAbout(DeliveryFailureKind kind, DeliveryStage stage, bool expected)
    {
        Assert.Equal(expected, ReachedBefore.IsAbout(Emails.Failure(null, stage, kind), Settings));
        Assert.False(ReachedBefore.IsAbout(Emails.Failure(null, stage, kind), Settings with { Kind = PostmarkKind.Id }));
    }

    [Fact]
    public void Advise_NoGreeting_SaysThatItHangsAndNothingOfLookUps()
    {
        var facts = new DeliveryFailureFacts(DeliveryFailureKind.TimedOut, DeliveryStage.Greeting, null, null, null, Settings, "no greeting within 30 s");
        var failure = Emails.Failure(null, DeliveryStage.Greeting, DeliveryFailureKind.TimedOut) with { Advice = new DeliveryAdvisor().Advise(facts) };

        var advice = ReachedBefore.Advise(failure, Settings, Now.AddHours(-1), areSame: true, Now).Advice;

        Assert.Equal("mail.foo.com took the connection on port 25 and did not answer in time.", advice.Cause);
        Assert.Equal("It took mail at 05:10 UTC with these settings: the server hangs or is overloaded. Ask its operator; what waits leaves by itself.", advice.Cure);
    }

    [Theory]
    [InlineData(-1, true, "It took mail at 05:10 UTC with these settings: the server is down, or closed to this machine. Ask its operator; what waits leaves by itself.")]
    [InlineData(-1, false, "It took mail at 05:10 UTC. Where nothing was changed since, the server is down, or closed to this machine. Ask its operator; what waits leaves by itself.")]
    [InlineData(-48, true, "It took mail on 28 Nov at 06:10 UTC with these settings: the server is down, or closed to this machine. Ask its operator; what waits leaves by itself.")]
    public void Advise_NoAnswer_SaysWhenItTookMailAndLeavesTheSettingsAlone(int hours, bool areSame, string cure)
    {
        var facts = new DeliveryFailureFacts(DeliveryFailureKind.TimedOut, DeliveryStage.Connect, null, null, null, Settings, null);
        var failure = Emails.Failure(null, DeliveryStage.Connect, DeliveryFailureKind.TimedOut) with { Advice = new DeliveryAdvisor().Advise(facts) };

        var advice = ReachedBefore.Advise(failure, Settings, Now.AddHours(hours), areSame, Now).Advice;

        Assert.Equal("No answer from mail.foo.com on port 25.", advice.Cause);
        Assert.Equal(
            (cure, "Let this machine open connections to mail.foo.com on port 25: a firewall or the cloud provider keeps it from that."), DeliveryAdvice.Split(advice.Cure));
    }
}
