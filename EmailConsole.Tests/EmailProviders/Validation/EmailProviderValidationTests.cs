using System.Diagnostics;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.Tests.EmailProviders.Validation;

public sealed class EmailProviderValidationTests
{
    private static readonly string Huge = new('a', 10_000_000);

    [Fact]
    public void FindErrors_OnlyRequiredFields_FindsNone()
    {
        Assert.Empty(EmailProviderValidation.FindErrors(Inputs.Basic, null));
        Assert.Empty(EmailProviderValidation.FindErrors(Inputs.ClientCredential, null));
        Assert.Empty(EmailProviderValidation.FindErrors(
            new EmailProviderInput(
                new EmailProviderSettings { Host = "localhost", Port = 25, FromAddress = "no-reply@localhost", AuthenticationType = AuthenticationType.None, Encryption = SmtpEncryption.None },
                SecretInput.Keep,
                SecretInput.Keep),
            null));
    }

    [Theory]
    [InlineData(AuthenticationType.Basic, "Host,FromAddress,Username,Password")]
    [InlineData(AuthenticationType.ClientCredential, "Host,FromAddress,ClientId,ClientSecret,TokenEndpoint,Scopes")]
    [InlineData(AuthenticationType.None, "Host,FromAddress")]
    public void FindErrors_EmptyForm_NamesTheRequiredFields(AuthenticationType type, string fields)
    {
        var input = new EmailProviderInput(
            new EmailProviderSettings { AuthenticationType = type, FromAddress = "  ", Username = " " }, SecretInput.Keep, SecretInput.Keep);

        Assert.Equal(fields, string.Join(',', EmailProviderValidation.FindErrors(input, null).Select(e => e.Field)));
    }

    [Theory]
    [InlineData("smtp.example.com")]
    [InlineData("SMTP.Example.COM.")]
    [InlineData("mail")]
    [InlineData("Bücher.example")]
    [InlineData("почта.рф")]
    [InlineData("メール.jp")]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    [InlineData("[2001:db8::1]")]
    [InlineData("раураl.com")]
    public void FindErrors_Host_IsAccepted(string host) => AssertFine(s => s with { Host = host });

    [Theory]
    [InlineData("https://smtp.example.com", "without https://")]
    [InlineData("smtp.example.com/path", "without https://")]
    [InlineData("smtp.example.com:587", "Server Port")]
    [InlineData("me@example.com", "not an email address")]
    [InlineData("smtp example.com", "Use a host name")]
    [InlineData("smtp..example.com", "Use a host name")]
    [InlineData("-smtp.example.com", "Use a host name")]
    [InlineData("smtp*1.example.com", "Use a host name")]
    [InlineData("127.1", "Use a host name")]
    [InlineData("0x7f.0.0.1", "Use a host name")]
    [InlineData("2130706433", "Use a host name")]
    [InlineData("192.0.2.256", "Use a host name")]
    [InlineData("fe80::1%eth0", "Use a host name")]
    [InlineData(".", "Use a host name")]
    [InlineData("[", "Use a host name")]
    [InlineData("smtp.example.com\r\nRCPT TO:<x@y>", "line break")]
    [InlineData("smtp.example.com\n", "line break")]
    [InlineData("smtp\0.example.com", "U+0000")]
    public void FindErrors_Host_SaysWhatToType(string host, string words) => AssertError(s => s with { Host = host }, "Host", words);

    [Theory]
    [InlineData("codes@foo.com")]
    [InlineData(" codes@foo.com ")]
    [InlineData("o'brien+tag@foo.co.uk")]
    [InlineData("\"john doe\"@foo.com")]
    [InlineData("почта@почта.рф")]
    [InlineData("info@bücher.example")]
    [InlineData("info@xn--bcher-kva.example")]
    [InlineData("no-reply@localhost")]
    [InlineData("😀@foo.com")]
    public void FindErrors_FromAddress_IsAccepted(string address)
    {
        AssertFine(s => s with { FromAddress = address });
        AssertFine(s => s with { ReplyTo = address });
    }

    [Theory]
    [InlineData("Foo <codes@foo.com>", "Enter the address alone, codes@foo.com, and the name, Foo, in Display Name.")]
    [InlineData("{PropertyValue} <codes@foo.com>", "and the name, {PropertyValue}, in Display Name.")]
    [InlineData("<codes@foo.com>", "Enter the address alone: codes@foo.com")]
    [InlineData("codes@foo.com (Foo)", "Enter the address alone")]
    [InlineData("codes", "Use an address such as")]
    [InlineData("@foo.com", "Use an address such as")]
    [InlineData("codes@", "Use an address such as")]
    [InlineData("a@foo.com, b@foo.com", "one address only")]
    [InlineData("a@foo.com,b@foo.com", "one address only")]
    [InlineData("a@b@foo.com", "Use an address")]
    [InlineData("codes@foo.com.", "Use an address")]
    [InlineData("codes@[127.0.0.1]", "is a name such as example.com")]
    [InlineData("codes@127.0.0.1", "is a name such as example.com")]
    [InlineData("codes@foo_bar.com", "is a name such as example.com")]
    [InlineData("co des@foo.com", "Use an address")]
    [InlineData("codes@foo.com\r\nBcc: x@y.com", "line break")]
    [InlineData("codes@foo.com\n", "line break")]
    [InlineData("co\u0000des@foo.com", "U+0000")]
    [InlineData("co\u2028des@foo.com", "line break")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@foo.com", "64 characters")]
    public void FindErrors_FromAddress_SaysWhatToType(string address, string words)
    {
        AssertError(s => s with { FromAddress = address }, "FromAddress", words);
        if (!words.Contains("one address only", StringComparison.Ordinal))
        {
            AssertError(s => s with { ReplyTo = address }, "ReplyTo", words);
        }
    }

    [Theory]
    [InlineData("help@foo.com, desk@foo.com", null)]
    [InlineData("help@foo.com,desk@foo.com", null)]
    [InlineData("help@foo.com, ", "Use an address such as")]
    [InlineData("help@foo.com, desk", "Use an address such as")]
    [InlineData("\"help,desk\"@foo.com", "Use an address such as")]
    [InlineData("a@foo.com; b@foo.com", "by a comma, not by a semicolon")]
    [InlineData("a@foo.com;", "by a comma, not by a semicolon")]
    [InlineData("\"a;b\"@foo.com", null)]
    [InlineData("a@foo.com; nobody", "Use an address")]
    public void FindErrors_ReplyTo_TakesSeveralAddresses(string addresses, string? words)
    {
        if (words is null)
        {
            AssertFine(s => s with { ReplyTo = addresses });
        }
        else
        {
            AssertError(s => s with { ReplyTo = addresses }, "ReplyTo", words);
        }
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(65535, true)]
    [InlineData(65536, false)]
    [InlineData(int.MaxValue, false)]
    public void FindErrors_Port_IsBounded(int port, bool isFine)
    {
        if (isFine)
        {
            AssertFine(s => s with { Port = port });
        }
        else
        {
            AssertError(s => s with { Port = port }, "Port", "1 to 65535");
        }
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/x/oauth2/v2.0/token", null)]
    [InlineData("HTTPS://id.bücher.example:8443/token?x=1", null)]
    [InlineData("http://id.foo.com/token", "starts with https://")]
    [InlineData("ftp://id.foo.com/token", "starts with https://")]
    [InlineData("/token", "starts with https://")]
    [InlineData("https:/id.foo.com/token", "starts with https://")]
    [InlineData("https://", "starts with https://")]
    [InlineData("https://id.foo.com\\@evil.example/", "starts with https://")]
    [InlineData("https://user:pass@id.foo.com/token", "user name and password")]
    [InlineData("https://user@id.foo.com/token", "user name and password")]
    [InlineData("https://id.foo.com/token#x", "Remove the #")]
    [InlineData("https://id.foo.com/token#", "Remove the #")]
    [InlineData("https://login.microsoftonline.com/{tenant_id}/oauth2/v2.0/token", "placeholder")]
    [InlineData("https://id.foo.com/token\r\nHost: x", "line break")]
    public void FindErrors_TokenEndpoint_IsAnHttpsAddress(string endpoint, string? words)
    {
        if (words is null)
        {
            AssertFine(s => s with { TokenEndpoint = endpoint }, Inputs.ClientCredential);
        }
        else
        {
            AssertError(s => s with { TokenEndpoint = endpoint }, "TokenEndpoint", words, Inputs.ClientCredential);
        }
    }

    [Theory]
    [InlineData("https://outlook.office365.com/.default", null)]
    [InlineData(" mail.send   mail:read\t", null)]
    [InlineData("a, b", "not by commas")]
    [InlineData("a; b", "not by commas")]
    [InlineData("\"a\"", "without quotes")]
    [InlineData("schlüssel", "without quotes")]
    [InlineData("a\nb", "line break")]
    public void FindErrors_Scopes_AreSeparatedByBlanks(string scopes, string? words)
    {
        if (words is null)
        {
            AssertFine(s => s with { Scopes = scopes }, Inputs.ClientCredential);
        }
        else
        {
            AssertError(s => s with { Scopes = scopes }, "Scopes", words, Inputs.ClientCredential);
        }
    }

    [Theory]
    [InlineData("Foo")]
    [InlineData("Пример 株式会社 👩‍👩‍👧 \"Quoted\" <x>")]
    public void FindErrors_DisplayName_TakesAnyLanguage(string name) =>
        AssertFine(s => s with { DisplayNameMode = DisplayNameMode.Name, DisplayName = name });

    [Theory]
    [InlineData(null, "Enter a name")]
    [InlineData("  ", "Enter a name")]
    [InlineData("Foo\r\nBcc: x@y", "line break")]
    [InlineData("Foo\u0007", "U+0007")]
    public void FindErrors_DisplayName_SaysWhatToType(string? name, string words) =>
        AssertError(s => s with { DisplayNameMode = DisplayNameMode.Name, DisplayName = name }, "DisplayName", words);

    [Fact]
    public void FindErrors_AtAndPastTheLimits_RefusesPast()
    {
        string Of(int length) => new('x', length);
        AssertFine(s => s with { Username = Of(255), DisplayNameMode = DisplayNameMode.Name, DisplayName = Of(255) });
        AssertError(s => s with { Username = Of(256) }, "Username", "at most 255 characters; these are 256");
        AssertError(s => s with { DisplayNameMode = DisplayNameMode.Name, DisplayName = Of(256) }, "DisplayName", "at most 255");
        AssertFine(s => s with { ClientId = Of(255), Scopes = Of(4096), TokenEndpoint = "https://a.b/" + Of(4084) }, Inputs.ClientCredential);
        AssertError(s => s with { ClientId = Of(256) }, "ClientId", "at most 255", Inputs.ClientCredential);
        AssertError(s => s with { Scopes = Of(4097) }, "Scopes", "at most 4,096", Inputs.ClientCredential);
        AssertError(s => s with { TokenEndpoint = "https://a.b/" + Of(4085) }, "TokenEndpoint", "at most 4,096", Inputs.ClientCredential);
        AssertSecret(Of(4096), null);
        AssertSecret(Of(4097), "at most 4,096");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(100)]
    public void FindErrors_LimitInItsRange_IsFine(int? number) =>
        AssertFine(s => s with { MaxConnections = number, MessagesPerMinute = number, MessagesPerConnection = number });

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100_001)]
    public void FindErrors_LimitOutOfItsRange_SaysWhatToType(int number)
    {
        AssertError(s => s with { MaxConnections = number }, "MaxConnections", "from 1 to 100, or leave it empty for the usual number");
        AssertError(s => s with { MessagesPerMinute = number }, "MessagesPerMinute", "from 1 to 100,000, or leave it empty for no limit");
        AssertError(s => s with { MessagesPerConnection = number }, "MessagesPerConnection", "from 1 to 100,000, or leave it empty");
    }

    [Theory]
    [InlineData("p w <>&\"'\\${} ü€😀", null)]
    [InlineData(" ", null)]
    [InlineData("key\r\n", null)]
    [InlineData("", "Enter the")]
    [InlineData("\r\n", "Enter the")]
    [InlineData("a\nb", "line break")]
    [InlineData("a\0", "U+0000")]
    [InlineData("a\tb", "U+0009")]
    [InlineData("a\u0085", "line break")]
    public void FindErrors_Secret_TakesAnyPrintableText(string secret, string? words) => AssertSecret(secret, words);

    // An attribute cannot hold half a surrogate pair
    [Fact]
    public void FindErrors_HalfASurrogatePair_IsRefused()
    {
        AssertError(s => s with { FromAddress = "co\ud800des@foo.com" }, "FromAddress", "broken character");
        AssertError(s => s with { Username = "codes\ud800" }, "Username", "broken character");
        AssertSecret("a\udc00", "broken character");
        AssertSecret("a\ude00\ud83d", "broken character");
    }

    [Fact]
    public void FindErrors_HugeInput_IsRefusedQuickly()
    {
        var settings = new EmailProviderSettings
        {
            Preset = Huge,
            Host = Huge,
            FromAddress = Huge,
            DisplayNameMode = DisplayNameMode.Name,
            DisplayName = Huge,
            ReplyTo = Huge,
        };
        var basic = settings with { AuthenticationType = AuthenticationType.Basic, Username = Huge };
        var clientCredential = settings with
        {
            AuthenticationType = AuthenticationType.ClientCredential,
            ClientId = Huge,
            TokenEndpoint = Huge,
            Scopes = string.Concat(Enumerable.Repeat("a ", 5_000_000)),
        };
        var secret = new SecretInput.Replaced(Huge);
        var watch = Stopwatch.StartNew();

        var errors = EmailProviderValidation.FindErrors(new EmailProviderInput(basic, secret, secret), null)
            .Concat(EmailProviderValidation.FindErrors(new EmailProviderInput(clientCredential, secret, secret), null)).ToList();

        Assert.Equal(
            "Host,FromAddress,DisplayName,ReplyTo,Username,Password,Host,FromAddress,DisplayName,ReplyTo,ClientId,ClientSecret,TokenEndpoint,Scopes",
            string.Join(',', errors.Select(e => e.Field)));
        Assert.All(errors, e => Assert.InRange(e.Message.Length, 1, 200));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(SmtpEncryption.Tls, AuthenticationType.Basic, false)]
    [InlineData(SmtpEncryption.StartTlsRequired, AuthenticationType.ClientCredential, false)]
    [InlineData(SmtpEncryption.StartTlsIfOffered, AuthenticationType.Basic, true)]
    [InlineData(SmtpEncryption.StartTlsIfOffered, AuthenticationType.ClientCredential, true)]
    [InlineData(SmtpEncryption.None, AuthenticationType.Basic, true)]
    [InlineData(SmtpEncryption.None, AuthenticationType.ClientCredential, true)]
    [InlineData(SmtpEncryption.StartTlsIfOffered, AuthenticationType.None, false)]
    [InlineData(SmtpEncryption.None, AuthenticationType.None, false)]
    public void FindErrors_CredentialsWithoutEncryption_NeedTheConfirmation(SmtpEncryption encryption, AuthenticationType type, bool needed)
    {
        var input = (type == AuthenticationType.ClientCredential ? Inputs.ClientCredential : Inputs.Basic)
            .With(s => s with { Encryption = encryption, AuthenticationType = type });

        var errors = EmailProviderValidation.FindErrors(input, null);

        Assert.Equal(needed ? ["AcceptsClearTextCredentials"] : [], errors.Select(e => e.Field));
        Assert.Equal(needed, ClearTextRule.NeedsConfirmation(input.Settings));
        Assert.Empty(EmailProviderValidation.FindErrors(input with { AcceptsClearTextCredentials = true }, null));
    }

    [Fact]
    public void FindErrors_UndefinedChoices_AreRefused()
    {
        AssertError(s => s with { Encryption = (SmtpEncryption)7 }, "Encryption", "Choose");
        AssertError(s => s with { AuthenticationType = (AuthenticationType)7 }, "AuthenticationType", "Choose");
        AssertError(s => s with { DisplayNameMode = (DisplayNameMode)7 }, "DisplayNameMode", "Choose");
    }

    [Fact]
    public void FindErrors_MissingStrings_AreTreatedAsEmpty()
    {
        var input = new EmailProviderInput(
            new EmailProviderSettings { Host = null!, FromAddress = null! }, null!, new SecretInput.Replaced(null!));

        Assert.Equal(
            "Host,FromAddress,Username,Password", string.Join(',', EmailProviderValidation.FindErrors(input, null).Select(e => e.Field)));
    }

    private static void AssertSecret(string secret, string? words)
    {
        foreach (var input in new[]
        {
            Inputs.Basic with { Password = new SecretInput.Replaced(secret) },
            Inputs.ClientCredential with { ClientSecret = new SecretInput.Replaced(secret) },
        })
        {
            var errors = EmailProviderValidation.FindErrors(input, null);
            if (words is null)
            {
                Assert.Empty(errors);
            }
            else
            {
                var error = Assert.Single(errors);
                Assert.Contains(error.Field, new[] { "Password", "ClientSecret" });
                Assert.Contains(words, error.Message, StringComparison.Ordinal);
            }
        }
    }

    private static void AssertFine(Func<EmailProviderSettings, EmailProviderSettings> change, EmailProviderInput? input = null) =>
        Assert.Empty(EmailProviderValidation.FindErrors((input ?? Inputs.Basic).With(change), null));

    private static void AssertError(
        Func<EmailProviderSettings, EmailProviderSettings> change, string field, string words, EmailProviderInput? input = null)
    {
        var error = Assert.Single(EmailProviderValidation.FindErrors((input ?? Inputs.Basic).With(change), null));
        Assert.Equal(field, error.Field);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }
}
