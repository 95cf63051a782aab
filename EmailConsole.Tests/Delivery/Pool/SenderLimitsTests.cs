using EmailConsole.Delivery;
using EmailConsole.Delivery.Pool;
using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.Delivery.Pool;

public sealed class SenderLimitsTests
{
    [Fact]
    public void For_NothingNamed_AreTheOptions() =>
        Assert.Equal(new SenderLimits(8, null, 1_000), SenderLimits.For(new EmailProviderSettings { Host = "smtp.foo.com" }, new DeliveryOptions()));

    [Theory]
    [InlineData("smtp.office365.com", 3, 30, 1_000, 500)]
    [InlineData("SMTP.SparkPostMail.com", 8, null, 100, null)]
    public void For_ServerOfAKnownProvider_AreWhatItAllows(
        string host, int connections, int? perMinute, int perConnection, int? recipients) => Assert.Equal(
        new SenderLimits(connections, perMinute, perConnection) { RecipientsPerMessage = recipients },
        SenderLimits.For(new EmailProviderSettings { Host = host }, new DeliveryOptions()));

    [Fact]
    public void For_NumbersNamed_AreThose()
    {
        var settings = new EmailProviderSettings
        {
            Host = "smtp.office365.com",
            MaxConnections = 5,
            MessagesPerMinute = 60,
            MessagesPerConnection = 20,
        };

        Assert.Equal(new SenderLimits(5, 60, 20) { RecipientsPerMessage = 500 }, SenderLimits.For(settings, new DeliveryOptions()));
    }
}
