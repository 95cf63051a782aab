using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.Tests.EmailProviders.Presets;

public sealed class OfferedPresetsTests
{
    private readonly ScriptedDevelopmentServer _server = new();

    private OfferedPresets Presets => new([_server]);

    [Fact]
    public void All_MailboxRuns_OffersItWithItsPort()
    {
        Assert.Equal(ProviderPresets.All, Presets.All);

        _server.Port = 4025;

        var mailbox = Presets.All[^1];
        Assert.Equal("Development mailbox", mailbox.Name);
        Assert.Equal(new PresetPort(4025, SmtpEncryption.None), Assert.Single(mailbox.Ports));
        Assert.Equal(AuthenticationType.None, mailbox.Credentials.AuthenticationType);
    }

    [Fact]
    public void All_NoMailbox_OffersTheOthers() => Assert.Equal(ProviderPresets.All, new OfferedPresets([]).All);

    [Theory]
    [InlineData("smtp.office365.com", 587, null, "microsoft365")]
    [InlineData("smtp.office365.com", 587, "microsoft365", null)]
    [InlineData("smtp.office365.com", 587, "gmail", "microsoft365")]
    [InlineData("smtp.zoho.eu", 25, null, "zoho")]
    [InlineData("localhost", 1025, null, "development-mailbox")]
    [InlineData("127.0.0.1", 1025, null, "development-mailbox")]
    [InlineData("localhost", 25, null, null)]
    [InlineData("mail.foo.com", 587, null, null)]
    public void FindOther_KnownHost_IsThePresetThatItBelongsTo(string host, int port, string? preset, string? expected)
    {
        _server.Port = 1025;

        Assert.Equal(expected, Presets.FindOther(new EmailProviderSettings { Host = host, Port = port, Preset = preset })?.Id);
    }
}
