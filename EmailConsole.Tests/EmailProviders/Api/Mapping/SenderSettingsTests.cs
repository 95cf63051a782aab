using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.Tests.EmailProviders.Api.Mapping;

public sealed class SenderSettingsTests
{
    private static readonly WrittenSender Plain = new() { FromAddress = "codes@foo.com", Host = "smtp.foo.com", Port = 587 };

    [Theory]
    [InlineData("", SmtpEncryption.StartTlsRequired)]
    [InlineData("mail.smtp.starttls.enable=true", SmtpEncryption.StartTlsRequired)]
    [InlineData("mail.smtp.starttls.enable=TRUE", SmtpEncryption.StartTlsRequired)]
    [InlineData("mail.smtp.starttls.enable=true mail.smtp.starttls.required=true", SmtpEncryption.StartTlsRequired)]
    [InlineData("mail.smtp.starttls.enable=true mail.smtp.starttls.required=false", SmtpEncryption.StartTlsIfOffered)]
    [InlineData("mail.smtp.starttls.enable=false", SmtpEncryption.None)]
    [InlineData("mail.smtp.ssl.enable=true", SmtpEncryption.Tls)]
    [InlineData("mail.smtp.ssl.enable=false mail.smtp.starttls.enable=true", SmtpEncryption.StartTlsRequired)]
    public void Read_Encryption_FollowsTheProperties(string properties, SmtpEncryption expected) =>
        Assert.Equal(expected, SenderSettings.Read(With(Plain, properties), SenderVersion.V1).Encryption);

    [Theory]
    [InlineData(465, "", SmtpEncryption.Tls)]
    [InlineData(2465, "", SmtpEncryption.Tls)]
    [InlineData(465, "userName=anna mail.smtp.auth=true", SmtpEncryption.Tls)]
    [InlineData(465, "mail.smtp.starttls.required=false", SmtpEncryption.Tls)]
    [InlineData(465, "mail.smtp.starttls.enable=true", SmtpEncryption.StartTlsRequired)]
    [InlineData(465, "mail.smtp.starttls.required=true", SmtpEncryption.StartTlsRequired)]
    [InlineData(465, "mail.smtp.starttls.enable=false", SmtpEncryption.None)]
    [InlineData(465, "mail.smtp.ssl.enable=false", SmtpEncryption.StartTlsRequired)]
    [InlineData(587, "", SmtpEncryption.StartTlsRequired)]
    [InlineData(25, "", SmtpEncryption.StartTlsRequired)]
    public void Read_PortOfTls_DecidesWhereNoFlagDoes(int port, string properties, SmtpEncryption expected)
    {
        var sender = With(Plain with { Port = port }, properties);
        var asProperty = With(Plain with { Port = null }, properties).With(SenderKeys.JavaPort, $"{port}");

        Assert.Equal((port, expected), (Read(sender).Port, Read(sender).Encryption));
        Assert.Equal((port, expected), (Read(asProperty).Port, Read(asProperty).Encryption));

        static EmailProviderSettings Read(WrittenSender sender) => SenderSettings.Read(sender, SenderVersion.V1);
    }

    [Theory]
    [InlineData(587, SmtpEncryption.Tls)]
    [InlineData(587, SmtpEncryption.StartTlsRequired)]
    [InlineData(465, SmtpEncryption.StartTlsRequired)]
    [InlineData(465, SmtpEncryption.None)]
    [InlineData(2465, SmtpEncryption.StartTlsIfOffered)]
    public void Write_PortOrEncryptionChangedSince_SaysBothAsTheyAre(int port, SmtpEncryption encryption)
    {
        foreach (var written in new[] { Plain with { Port = 465 }, Plain, (Plain with { Port = null }).With(SenderKeys.SslEnable, "true") })
        {
            foreach (var version in new[] { SenderVersion.V1, SenderVersion.V2 })
            {
                var settings = SenderSettings.Read(written, version) with { Port = port, Encryption = encryption };

                var sender = SenderSettings.Read(SenderSettings.Write(settings, written, version), version);

                Assert.Equal((port, encryption), (sender.Port, sender.Encryption));
            }
        }
    }

    [Theory]
    [InlineData("", AuthenticationType.None)]
    [InlineData("userName=anna", AuthenticationType.Basic)]
    [InlineData("mail.smtp.user=anna", AuthenticationType.Basic)]
    [InlineData("userName=anna mail.smtp.auth=true", AuthenticationType.Basic)]
    [InlineData("userName=anna mail.smtp.auth=false", AuthenticationType.None)]
    [InlineData("mail.smtp.auth=true", AuthenticationType.Basic)]
    [InlineData("clientId=c tokenEndpoint=https://id.foo.com/token", AuthenticationType.ClientCredential)]
    [InlineData("clientId=c tokenEndpoint=https://id.foo.com/token mail.smtp.auth=true", AuthenticationType.ClientCredential)]
    [InlineData("userName=anna mail.smtp.authType=CLIENT_CREDENTIAL", AuthenticationType.ClientCredential)]
    [InlineData("mail.smtp.authType=basic", AuthenticationType.Basic)]
    public void Read_Version1_InfersTheAuthentication(string properties, AuthenticationType expected) =>
        Assert.Equal(expected, SenderSettings.Read(With(Plain, properties), SenderVersion.V1).AuthenticationType);

    [Theory]
    [InlineData("BASIC", "userName=anna", AuthenticationType.Basic)]
    [InlineData("basic", "userName=anna mail.smtp.auth=false", AuthenticationType.None)]
    [InlineData("Client_Credential", "userName=anna clientId=c", AuthenticationType.ClientCredential)]
    [InlineData("NONE", "userName=anna mail.smtp.auth=true", AuthenticationType.None)]
    public void Read_Version2_TakesTheAuthenticationType(string type, string properties, AuthenticationType expected) =>
        Assert.Equal(expected, SenderSettings.Read(With(Plain with { AuthType = type }, properties), SenderVersion.V2).AuthenticationType);

    [Theory]
    [InlineData("codes@foo.com", null, DisplayNameMode.LeaveToServer, null)]
    [InlineData("Foo <codes@foo.com>", null, DisplayNameMode.Name, "Foo")]
    [InlineData("Foo <codes@foo.com>", "", DisplayNameMode.AddressOnly, null)]
    [InlineData("Foo <codes@foo.com>", "Bar", DisplayNameMode.Name, "Bar")]
    [InlineData("<codes@foo.com>", null, DisplayNameMode.LeaveToServer, null)]
    public void Read_Signature_IsTheDisplayName(string from, string? signature, DisplayNameMode mode, string? name)
    {
        var settings = SenderSettings.Read((Plain with { FromAddress = from }).With(SenderKeys.Signature, signature), SenderVersion.V1);

        Assert.Equal(("codes@foo.com", mode, name), (settings.FromAddress, settings.DisplayNameMode, settings.DisplayName));
    }

    [Fact]
    public void Read_ReplyTo_LeavesOutNames() => Assert.Equal(
        "help@foo.com, desk@foo.com",
        SenderSettings.Read(Plain.With(SenderKeys.ReplyTo, "Help <help@foo.com>,desk@foo.com"), SenderVersion.V1).ReplyTo);

    [Theory]
    [InlineData("", 587)]
    [InlineData("mail.smtp.ssl.enable=true", 465)]
    [InlineData("mail.smtp.port=2525", 2525)]
    public void Read_NoPort_TakesTheUsualOne(string properties, int port) =>
        Assert.Equal(port, SenderSettings.Read(With(Plain with { Port = null }, properties), SenderVersion.V1).Port);

    [Theory]
    [MemberData(nameof(AllSettings))]
    public void Write_SettingsOfTheForm_ReadTheSameInBothVersions(EmailProviderSettings settings)
    {
        foreach (var version in Enum.GetValues<SenderVersion>())
        {
            var written = SenderSettings.Write(settings, null, version);

            Assert.Equal(settings, SenderSettings.Read(written, version));
        }
    }

    [Theory]
    [InlineData("userName=anna mail.smtp.starttls.enable=True minThread=4 http.headers=X", "Foo <codes@foo.com>")]
    [InlineData("clientId=c tokenEndpoint=https://id.foo.com/token scopes=a", "codes@foo.com")]
    [InlineData("mail.smtp.replyTo=Help<help@foo.com>", "codes@foo.com")]
    public void Write_WhatAScriptWrote_IsItsOwnWords(string properties, string from)
    {
        var written = With(Plain with { FromAddress = from, Host = "SMTP.Foo.com", Port = null }, properties);

        Assert.Equal(written, SenderSettings.Write(SenderSettings.Read(written, SenderVersion.V1), written, SenderVersion.V1));
    }

    [Theory]
    [MemberData(nameof(AllSettings))]
    public void Write_ChangedInTheFormSince_SaysTheNewAndKeepsTheUnknown(EmailProviderSettings settings)
    {
        var written = With(Plain with { AuthType = "Basic" }, "userName=anna mail.smtp.user=bob mail.smtp.host=other.foo.com minThread=4 mail.smtp.ssl.enable=true");
        foreach (var version in Enum.GetValues<SenderVersion>())
        {
            var said = SenderSettings.Write(settings, written, version);

            Assert.Equal(settings, SenderSettings.Read(said, version));
            Assert.Equal("4", said["minThread"]);
        }
    }

    [Fact]
    public void Write_OneFieldChangedInTheForm_LeavesTheOtherWords()
    {
        var written = With(Plain with { AuthType = "basic", FromAddress = "Foo <codes@foo.com>" }, "userName=anna mail.smtp.starttls.enable=TRUE");
        var settings = SenderSettings.Read(written, SenderVersion.V2) with { Host = "smtp.bar.com" };

        Assert.Equal(written with { Host = "smtp.bar.com" }, SenderSettings.Write(settings, written, SenderVersion.V2));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_SettingsOfAKind_ReadTheSameInBothVersions(string name)
    {
        var kind = ProviderKinds.Find(name)!;
        foreach (var authentication in SenderKind.AuthenticationOf(kind)?.Choices ?? [""])
        {
            var settings = Filled(kind, authentication);
            foreach (var version in Enum.GetValues<SenderVersion>())
            {
                var written = SenderSettings.Write(settings, null, version);
                var ofSmtp = SenderSettings.Write(Inputs.BasicSettings, written.With("minThread", "4"), version);

                Assert.Equal(settings, SenderSettings.Read(written, version));
                Assert.Equal(written, SenderSettings.Write(settings, written, version));
                Assert.Equal(Inputs.BasicSettings, SenderSettings.Read(ofSmtp, version));
                Assert.Equal(SenderSettings.Write(Inputs.BasicSettings, null, version).With("minThread", "4"), ofSmtp);
                Assert.Equal(written.With("minThread", "4"), SenderSettings.Write(settings, ofSmtp, version));
            }
        }
    }

    [Fact]
    public void Names_OfKinds_AreEachTheirOwn()
    {
        Assert.Equal(SenderKind.Names.Count, SenderKind.Names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(ProviderKinds.Apis, kind =>
        {
            var keys = kind.Fields.Select(f => f.Key).Concat(kind.Secrets.Select(s => s.Key)).ToList();
            Assert.DoesNotContain(null, keys);
            Assert.Equal(keys.Count, keys.Distinct(StringComparer.Ordinal).Count());
        });
    }

    public static TheoryData<string> Kinds => [.. ProviderKinds.Apis.Select(k => k.Name)];

    private static EmailProviderSettings Filled(IProviderKind kind, string authentication)
    {
        var settings = new EmailProviderSettings { Kind = kind.Name, FromAddress = "codes@foo.com", ReplyTo = "help@foo.com" };
        return Normalisation.Normalise(kind.Fields.Aggregate(settings, (all, f) => f.Write(
            all, f.Key == SenderKeys.AuthType ? authentication : f.Choices is { } choices ? choices[^1] : $"{f.Value} of it")));
    }

    public static TheoryData<EmailProviderSettings> AllSettings
    {
        get
        {
            var all = new TheoryData<EmailProviderSettings>();
            foreach (var encryption in Enum.GetValues<SmtpEncryption>())
            {
                all.Add(Inputs.BasicSettings with { Encryption = encryption, DisplayNameMode = DisplayNameMode.AddressOnly });
                all.Add(Inputs.ClientCredentialSettings with { Encryption = encryption, DisplayNameMode = DisplayNameMode.Name, DisplayName = "Grüße" });
                all.Add(Inputs.BasicSettings with
                {
                    Encryption = encryption,
                    AuthenticationType = AuthenticationType.None,
                    Username = null,
                    Port = 25,
                    ReplyTo = "a@foo.com, b@foo.com",
                });
            }

            return all;
        }
    }

    private static WrittenSender With(WrittenSender sender, string properties) => properties
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Aggregate(sender, (all, pair) => all.With(pair[0], pair[1]));
}
