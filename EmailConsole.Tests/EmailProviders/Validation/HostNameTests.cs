using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Validation;
using EmailConsole.Tests.EmailProviders.SuperTenant;

namespace EmailConsole.Tests.EmailProviders.Validation;

/// <summary>The form, the API and the file have one rule.</summary>
public sealed class HostNameTests
{
    [Theory]
    [InlineData("mail_relay", "mail_relay")]
    [InlineData("_mail.My_NS.svc", "_mail.my_ns.svc")]
    [InlineData("SMTP.Example.COM.", "smtp.example.com")]
    [InlineData("Bücher_1.example", "xn--bcher_1-n2a.example")]
    [InlineData("mail-relay", "mail-relay")]
    [InlineData("localhost", "localhost")]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("[2001:DB8::1]", "2001:db8::1")]
    [InlineData("-relay", null)]
    [InlineData("relay-.example", null)]
    [InlineData("a..b", null)]
    [InlineData("a b", null)]
    [InlineData("a*b", null)]
    [InlineData("127.1", null)]
    [InlineData("0x7f000001", null)]
    [InlineData("smtp.example.com:587", null)]
    [InlineData("https://smtp.example.com", null)]
    [InlineData("fe80::1%eth0", null)]
    public void TryParse_ByFormAndFile_IsTheSame(string typed, string? expected)
    {
        var (isHost, host) = (HostName.TryParse(typed, out var parsed, out _), parsed);
        var (_, fault) = (0, EmailProviderValidation.FindErrors(Inputs.Basic.With(s => s with { Host = typed }), null).Any(e => e.Field == "Host"));
        var file = Section.Read($"hostname = '{typed}'");

        Assert.Equal(expected, isHost ? host : null);
        Assert.Equal(expected is null, fault);
        Assert.Equal(expected is null, file.Provider is null);
        if (expected is not null)
        {
            Assert.Equal(expected, file.Settings().Settings.Host);
        }
    }

    [Theory]
    [InlineData("a@mail_relay.example")]
    [InlineData("a@192.0.2.1")]
    public void FindErrors_DomainOfAnAddress_IsNoHostOfANetwork(string address) => Assert.Contains(
        EmailProviderValidation.FindErrors(Inputs.Basic.With(s => s with { FromAddress = address }), null), e => e.Field == nameof(EmailProviderSettings.FromAddress));
}
