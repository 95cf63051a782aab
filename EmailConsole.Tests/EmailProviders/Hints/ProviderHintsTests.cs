using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Hints;

namespace EmailConsole.Tests.EmailProviders.Hints;

public sealed class ProviderHintsTests
{
    [Theory]
    [InlineData("smtp.foo.com", 587, SmtpEncryption.StartTlsRequired, null)]
    [InlineData("smtp.foo.com", 465, SmtpEncryption.Tls, null)]
    [InlineData("smtp.foo.com", 2525, SmtpEncryption.StartTlsRequired, null)]
    [InlineData("smtp.foo.com", 12345, SmtpEncryption.Tls, null)]
    [InlineData("smtp.foo.com", 465, SmtpEncryption.StartTlsRequired, "Encryption: Port 465 usually speaks TLS from the first byte")]
    [InlineData("smtp.foo.com", 2465, SmtpEncryption.None, "Encryption: Port 2465 usually speaks TLS from the first byte")]
    [InlineData("smtp.foo.com", 587, SmtpEncryption.Tls, "Encryption: Port 587 usually begins without encryption")]
    [InlineData("smtp.foo.com", 25, SmtpEncryption.StartTlsRequired, "Port: Port 25 is meant for mail between servers")]
    [InlineData("SMTP.Postmarkapp.com", 465, SmtpEncryption.Tls, "Port: Postmark listens on 587, 2525, 25.")]
    [InlineData("smtp.sendgrid.net", 587, SmtpEncryption.StartTlsIfOffered, "Encryption: SendGrid always offers STARTTLS")]
    public void Find_PortAndEncryption_SaysWhatIsUnusual(string host, int port, SmtpEncryption encryption, string? expected)
    {
        var settings = Inputs.BasicSettings with { Host = host, Port = port, Encryption = encryption, Username = null };

        AssertHint(expected, settings);
    }

    [Fact]
    public void Find_Port25WithoutAuthentication_IsUsual() => AssertHint(
        null, Inputs.BasicSettings with { Port = 25, Encryption = SmtpEncryption.None, AuthenticationType = AuthenticationType.None });

    [Theory]
    [InlineData("smtp.gmail.com", "codes@foo.com", "Codes@foo.com", null)]
    [InlineData("smtp.gmail.com", "codes@foo.com", "other@foo.com", "FromAddress: Gmail replaces it by other@foo.com")]
    [InlineData("smtp.zoho.eu", "codes@foo.com", "other@foo.com", "FromAddress: Zoho refuses it")]
    [InlineData("smtp.foo.com", "codes@foo.com", "other@foo.com", null)]
    [InlineData("smtp.sendgrid.net", "codes@foo.com", "me@foo.com", "Username: SendGrid expects apikey here")]
    public void Find_Sender_SaysWhoMaySend(string host, string from, string user, string? expected) =>
        AssertHint(expected, Inputs.BasicSettings with { Host = host, FromAddress = from, Username = user });

    [Theory]
    [InlineData("grüße@foo.com", "Foo", "FromAddress: The part before the @ is not ASCII")]
    [InlineData("codes@grüße.example", "Foo", null)]
    [InlineData("codes@foo.com", "codes@foo.com", "DisplayName: This repeats the From Address")]
    [InlineData("codes@foo.com", "ceo@bank.example", "DisplayName: An address in place of a name")]
    [InlineData("codes@foo.com", "<ceo@bank.example>", "DisplayName: An address in place of a name")]
    [InlineData("codes@foo.com", "Foo @ Bar", null)]
    public void Find_SenderAndName_SaysWhatIsTakenIll(string from, string name, string? expected)
    {
        var settings = Inputs.BasicSettings with { FromAddress = from, DisplayNameMode = DisplayNameMode.Name, DisplayName = name };

        AssertHint(expected, settings);
        AssertHint(expected, settings with { Server = ProviderServer.Platform });
    }

    [Fact]
    public void Find_Microsoft365WithBasic_SaysThatItEnds()
    {
        var settings = Inputs.BasicSettings with { Host = "smtp.office365.com", Username = "other@foo.com" };

        Assert.Collection(
            ProviderHints.Find(settings),
            hint => Assert.Contains("Send As", hint.Message, StringComparison.Ordinal),
            hint => Assert.Contains("December 2026", hint.Message, StringComparison.Ordinal));
        AssertHint(null, Inputs.ClientCredentialSettings);
    }

    [Fact]
    public void Find_ClientCredentials_SaysWhereTheyDoNotWork()
    {
        AssertHint(
            "AuthenticationType: Gmail signs in with Basic", Inputs.ClientCredentialSettings with { Host = "smtp.gmail.com" });
        AssertHint(
            "Scopes: SMTP refuses a token for Microsoft Graph",
            Inputs.ClientCredentialSettings with { Scopes = "https://graph.microsoft.com/.default" });
    }

    [Fact]
    public void Find_EmptyForm_IsSilent() => AssertHint(null, new EmailProviderSettings());

    private static void AssertHint(string? expected, EmailProviderSettings settings)
    {
        var hints = ProviderHints.Find(settings).Select(h => $"{h.Field}: {h.Message}").ToList();
        if (expected is null)
        {
            Assert.Empty(hints);
        }
        else
        {
            Assert.StartsWith(expected, Assert.Single(hints), StringComparison.Ordinal);
        }
    }
}
