using EmailConsole.Deployment;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tests.Deployment;

namespace EmailConsole.Tests.EmailProviders.SuperTenant;

public sealed class SuperTenantReaderTests
{
    private static readonly string[] ClientCredential =
    [
        "auth_type = 'CLIENT_CREDENTIAL'", "client_id = 'id'", "client_secret = 'hunter2'",
        "token_endpoint = 'https://login.microsoftonline.com/t/oauth2/v2.0/token'", "scopes = 'https://outlook.office365.com/.default'",
        "username", "password",
    ];

    [Fact]
    public void Read_OnlyWhatIsNeeded_HasDocumentedDefaults()
    {
        var provider = Section.Read().Settings();

        Assert.Equal(
            new EmailProviderSettings
            {
                Host = "smtp.example.com",
                Port = 25,
                Encryption = SmtpEncryption.StartTlsRequired,
                FromAddress = "no-reply@example.com",
                DisplayNameMode = DisplayNameMode.LeaveToServer,
                AuthenticationType = AuthenticationType.Basic,
                Username = "user",
            },
            provider.Settings);
        Assert.Equal(new EmailProviderSecrets("hunter2", null), provider.Secrets);
    }

    [Theory]
    [InlineData("no-reply@example.com\u200B")]
    [InlineData("\u202Eno-reply@example.com")]
    [InlineData("no-reply@exam\u2060ple.com")]
    public void Read_InvisibleInFromAddress_IsGone(string written) =>
        Assert.Equal("no-reply@example.com", Section.Read($"from_address = '{written}'").Settings().Settings.FromAddress);

    [Theory]
    [InlineData("port = 465", "", SmtpEncryption.Tls)]
    [InlineData("port = '2465'", "", SmtpEncryption.Tls)]
    [InlineData("port = 465", "enable_start_tls = true", SmtpEncryption.StartTlsRequired)]
    [InlineData("port = 465", "enable_start_tls = false", SmtpEncryption.None)]
    public void Read_PortOfTls_DecidesWhereNoKeyDoes(string port, string further, SmtpEncryption expected) =>
        Assert.Equal(expected, Section.Read([port, .. further.Length > 0 ? [further] : Array.Empty<string>()]).Settings().Settings.Encryption);

    [Fact]
    public void Read_ClientCredential_IsComplete()
    {
        var provider = Section.Read(ClientCredential).Settings();

        Assert.Equal(AuthenticationType.ClientCredential, provider.Settings.AuthenticationType);
        Assert.Equal(("id", "https://login.microsoftonline.com/t/oauth2/v2.0/token", "https://outlook.office365.com/.default"),
            (provider.Settings.ClientId, provider.Settings.TokenEndpoint, provider.Settings.Scopes));
        Assert.Null(provider.Settings.Username);
        Assert.Equal(new EmailProviderSecrets(null, "hunter2"), provider.Secrets);
    }

    [Theory]
    [InlineData("", AuthenticationType.Basic)]
    [InlineData("BASIC", AuthenticationType.Basic)]
    [InlineData("basic", AuthenticationType.Basic)]
    [InlineData("client_Credential", AuthenticationType.ClientCredential)]
    public void Read_AuthType_IgnoresCase(string written, AuthenticationType expected)
    {
        string[] rest = expected == AuthenticationType.ClientCredential ? ClientCredential[1..] : [];

        Assert.Equal(expected, Section.Read([$"auth_type = '{written}'", .. rest]).Settings().Settings.AuthenticationType);
    }

    [Fact]
    public void Read_AuthenticationOff_NeedsNoCredentials()
    {
        var provider = Section.Read("enable_authentication = false", "username", "password").Settings();

        Assert.Equal(AuthenticationType.None, provider.Settings.AuthenticationType);
        Assert.Equal(EmailProviderSecrets.None, provider.Secrets);
    }

    [Theory]
    [InlineData("", SmtpEncryption.StartTlsRequired)]
    [InlineData("enable_start_tls = true", SmtpEncryption.StartTlsRequired)]
    [InlineData("enable_start_tls = 'true'", SmtpEncryption.StartTlsRequired)]
    [InlineData("enable_start_tls = false", SmtpEncryption.None)]
    [InlineData("custom_properties.\"mail.smtp.ssl.enable\" = 'true'", SmtpEncryption.Tls)]
    [InlineData("custom_properties.\"mail.smtp.ssl.enable\" = true\nenable_start_tls = false", SmtpEncryption.Tls)]
    [InlineData("custom_properties.\"mail.smtp.ssl.enable\" = 'false'", SmtpEncryption.StartTlsRequired)]
    [InlineData("custom_properties.\"mail.smtp.starttls.enable\" = 'false'", SmtpEncryption.None)]
    [InlineData("custom_properties.\"mail.smtp.starttls.required\" = 'false'", SmtpEncryption.StartTlsIfOffered)]
    [InlineData("custom_properties.\"mail.smtp.starttls.required\" = 'true'", SmtpEncryption.StartTlsRequired)]
    [InlineData("custom_properties.\"mail.smtp.starttls.required\" = 'true'\nenable_start_tls = false", SmtpEncryption.StartTlsRequired)]
    [InlineData("custom_properties.\"mail.smtp.starttls.required\" = 'false'\nenable_start_tls = false", SmtpEncryption.None)]
    [InlineData("[output_adapter.email.custom_properties]\n\"mail.smtp.ssl.enable\" = 'true'", SmtpEncryption.Tls)]
    [InlineData("[output_adapter.email.custom_properties]\nmail.smtp.ssl.enable = 'true'", SmtpEncryption.Tls)]
    [InlineData("custom_properties = { \"mail.smtp.ssl.enable\" = 'true' }", SmtpEncryption.Tls)]
    public void Read_Encryption_FollowsTheDecisions(string lines, SmtpEncryption expected) =>
        Assert.Equal(expected, Section.Read(lines.Split('\n')).Settings().Settings.Encryption);

    [Theory]
    [InlineData("a@example.com", null, DisplayNameMode.LeaveToServer, null)]
    [InlineData("Example <a@example.com>", null, DisplayNameMode.Name, "Example")]
    [InlineData("Example <a@example.com>", "", DisplayNameMode.AddressOnly, null)]
    [InlineData("Example <a@example.com>", "Other, Name", DisplayNameMode.Name, "Other, Name")]
    [InlineData("a@example.com", "Grüße 😀", DisplayNameMode.Name, "Grüße 😀")]
    [InlineData("a@example.com", "$ref{output_adapter.email.username}", DisplayNameMode.Name, "user")]
    public void Read_Signature_IsThreeDifferentThings(string from, string? signature, DisplayNameMode mode, string? name)
    {
        var settings = Section.Read([$"from_address = '{from}'", .. signature is null ? Array.Empty<string>() : [$"signature = '{signature}'"]])
            .Settings().Settings;

        Assert.Equal(("a@example.com", mode, name), (settings.FromAddress, settings.DisplayNameMode, settings.DisplayName));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("help@example.com", "help@example.com")]
    [InlineData("help@example.com, desk@example.com", "help@example.com, desk@example.com")]
    [InlineData("$ref{output_adapter.email.from_address}", "no-reply@example.com")]
    public void Read_ReplyTo_TakesAList(string written, string? expected) =>
        Assert.Equal(expected, Section.Read($"reply_to = '{written}'").Settings().Settings.ReplyTo);

    [Theory]
    [InlineData("587", 587)]
    [InlineData("'587'", 587)]
    [InlineData("1", 1)]
    [InlineData("65535", 65535)]
    public void Read_Port_TakesNumberOrText(string written, int expected) =>
        Assert.Equal(expected, Section.Read($"port = {written}").Settings().Settings.Port);

    [Theory]
    [InlineData("SMTP.Example.COM", "smtp.example.com")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("[::1]", "::1")]
    [InlineData("my_relay", "my_relay")]
    public void Read_Hostname_IsBroughtIntoNormalForm(string written, string expected) =>
        Assert.Equal(expected, Section.Read($"hostname = '{written}'").Settings().Settings.Host);

    [Theory]
    [InlineData("port = 0", "port", "1 to 65535")]
    [InlineData("port = 65536", "port", "1 to 65535")]
    [InlineData("port = -1", "port", "1 to 65535")]
    [InlineData("port = 'abc'", "port", "number")]
    [InlineData("port = 25.0", "port", "number")]
    [InlineData("port = true", "port", "number")]
    [InlineData("port = [25]", "port", "number")]
    [InlineData("enable_start_tls = 'yes'", "enable_start_tls", "true or false")]
    [InlineData("enable_start_tls = 1", "enable_start_tls", "true or false")]
    [InlineData("enable_authentication = 'no'", "enable_authentication", "true or false")]
    [InlineData("hostname = 12", "hostname", "quotes")]
    [InlineData("hostname = ''", "hostname", "empty")]
    [InlineData("hostname = 'smtp.example.com:587'", "hostname", "host name")]
    [InlineData("hostname = 'a b'", "hostname", "host name")]
    [InlineData("hostname = 'smtp..com'", "hostname", "host name")]
    [InlineData("from_address = ''", "from_address", "empty")]
    [InlineData("from_address = 'nobody'", "from_address", "not an email address")]
    [InlineData("from_address = 'a@example.com, b@example.com'", "from_address", "not an email address")]
    [InlineData("from_address = \"a@example.com\\r\\nBcc: x@example.com\"", "from_address", "line break")]
    [InlineData("signature = \"a\\nb\"", "signature", "line break")]
    [InlineData("username = \"a\\u0000b\"", "username", "null character")]
    [InlineData("password = \"a\\nb\"", "password", "line break")]
    [InlineData("password = 123456", "password", "quotes")]
    [InlineData("password = ''", "password", "empty")]
    [InlineData("username = ['x']", "username", "quotes")]
    [InlineData("reply_to = 'nobody'", "reply_to", "commas")]
    [InlineData("reply_to = 'a@example.com, nobody'", "reply_to", "commas")]
    [InlineData("reply_to = 'group: a@example.com;'", "reply_to", "commas")]
    [InlineData("auth_type = 'OAUTH'", "auth_type", "CLIENT_CREDENTIAL")]
    [InlineData("auth_type = 'NONE'", "auth_type", "enable_authentication = false")]
    [InlineData("token_endpoint = 'http://login.example.com/token'", "token_endpoint", "https://")]
    [InlineData("token_endpoint = 'login.example.com'", "token_endpoint", "https://")]
    [InlineData("token_endpoint = 'https://u:p@login.example.com/'", "token_endpoint", "https://")]
    [InlineData("custom_properties = 'x'", "custom_properties", "table")]
    [InlineData("password = '$env{EMAILCONSOLE_NOT_SET}'", "password", "EMAILCONSOLE_NOT_SET")]
    [InlineData("username = '$secret{nowhere}'", "username", "nowhere")]
    public void Read_WrongValue_IsAnErrorAtTheValue(string line, string key, string words)
    {
        var reading = Section.Read("  " + line);

        var error = reading.Error();
        Assert.Null(reading.Provider);
        Assert.Equal("output_adapter.email." + key, error.Key);
        Assert.Equal((Section.With("  " + line).Split('\n').Length, line.IndexOf('=', StringComparison.Ordinal) + 5), (error.Line, error.Column));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hostname")]
    [InlineData("from_address")]
    [InlineData("username")]
    [InlineData("password")]
    public void Read_MissingKey_IsAnErrorAtTheTable(string key)
    {
        var error = Section.ReadText("\n" + Section.With(key)).Error();

        Assert.Equal((2, 1, "output_adapter.email." + key), (error.Line, error.Column, error.Key));
        Assert.StartsWith($"{key} is missing.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client_id")]
    [InlineData("client_secret")]
    [InlineData("token_endpoint")]
    [InlineData("scopes")]
    public void Read_ClientCredentialWithoutKey_IsAnError(string key)
    {
        var error = Section.Read([.. ClientCredential.Where(l => !l.StartsWith(key, StringComparison.Ordinal))]).Error();

        Assert.Equal("output_adapter.email." + key, error.Key);
    }

    [Theory]
    [InlineData("username", 256)]
    [InlineData("password", 4097)]
    public void Read_TooLong_IsAnError(string key, int length) =>
        Assert.Contains("longer than", Section.Read($"{key} = '{new string('x', length)}'").Error().Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("pasword = 'x'", "Did you mean password?")]
    [InlineData("Hostname = 'x'", "Did you mean hostname?")]
    [InlineData("enable_starttls = true", "Did you mean enable_start_tls?")]
    [InlineData("colour_of_the_sky = 1", "The nearest one is")]
    [InlineData("host = 'x'", "Write hostname instead of host")]
    [InlineData("[output_adapter.email.custom_properties]\n\"mail.smtp.ssl.enabel\" = 'true'", "Did you mean mail.smtp.ssl.enable?")]
    [InlineData("[output_adapter.email.custom_properties]\n\"mail.smtp.dsn.notify\" = 'x'", "does not know the property 'mail.smtp.dsn.notify'")]
    [InlineData("[output_adapter.email.custom_properties]\n\"mail.smtp.ssl.trust\" = '*'", "certificates are always verified")]
    [InlineData("[output_adapter.email.custom_properties]\n\"mail.smtp.timeout\" = '5000'", "no effect")]
    [InlineData("[output_adapter.email.custom_properties]\n\"mail.smtp.user\" = 'x'", "says the same as output_adapter.email.username on line 4")]
    [InlineData("[output_adaptor.email]\nport = 1", "Did you mean [output_adapter.email]?")]
    [InlineData("enable_start_tls = false", "travel without encryption")]
    [InlineData("[output_adapter.email.custom_properties]\n\"mail.smtp.starttls.required\" = 'false'", "only if the server offers it")]
    [InlineData("port = 465\nenable_start_tls = true", "TLS from the first byte")]
    [InlineData("reply_to = 'Help <help@example.com>'", "Names are left out")]
    public void Read_Doubtful_IsAWarningAtItsPlace(string lines, string words)
    {
        var reading = Section.Read(lines.Split('\n'));

        var warning = reading.Warning();
        Assert.NotNull(reading.Provider);
        Assert.Equal(DeploymentSeverity.Warning, warning.Severity);
        Assert.Equal(6 + (lines.StartsWith("[output_adapter", StringComparison.Ordinal) ? 1 : 0), warning.Line);
        Assert.Contains(words, warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CredentialsOffAndNoEncryption_IsNoWarning() =>
        Assert.Empty(Section.Read("enable_start_tls = false", "enable_authentication = false").Diagnostics);

    [Fact]
    public void Read_HostInPlaceOfHostname_IsUsed()
    {
        var reading = Section.Read("hostname", "host = 'relay.example.com'");

        Assert.Equal("relay.example.com", reading.Settings().Settings.Host);
        Assert.Equal(DeploymentSeverity.Warning, reading.Warning().Severity);
    }

    [Fact]
    public void Read_CustomProperties_MeanWhatTheirKeysMean()
    {
        var provider = Section.ReadText("""
            [output_adapter.email.custom_properties]
            "mail.smtp.from" = "Example <a@example.com>"
            "mail.smtp.host" = "smtp.example.com"
            "mail.smtp.port" = "465"
            "mail.smtp.user" = "user"
            "mail.smtp.password" = "hunter2"
            "mail.smtp.auth" = "true"
            "mail.smtp.replyTo" = "help@example.com"
            "mail.smtp.signature" = ""
            "mail.smtp.ssl.enable" = "true"
            """).Settings();

        Assert.Equal(
            new EmailProviderSettings
            {
                Host = "smtp.example.com",
                Port = 465,
                Encryption = SmtpEncryption.Tls,
                FromAddress = "a@example.com",
                DisplayNameMode = DisplayNameMode.AddressOnly,
                ReplyTo = "help@example.com",
                AuthenticationType = AuthenticationType.Basic,
                Username = "user",
            },
            provider.Settings);
        Assert.Equal("hunter2", provider.Secrets.Password);
    }

    [Fact]
    public void Read_NoSection_ExplainsAndHasNoProvider()
    {
        var reading = Section.ReadText("[server]\nhostname = 'localhost'");

        Assert.Null(reading.Provider);
        Assert.Equal((DeploymentSeverity.Warning, "output_adapter.email"), (reading.Warning().Severity, reading.Warning().Key));
        Assert.Contains("no provider", reading.Warning().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OtherTablesOfWso2_AreNotOurBusiness()
    {
        var reading = Section.Read(
            "[server]", "hostname = 'localhost'", "base_path = '$sys{carbon.home}/x'",
            "[super_admin]", "username = 'admin'", "password = '$env{EMAILCONSOLE_NOT_SET}'",
            "[tenant_mgt]", "eager_loading_tenants = '*'",
            "[database.identity_db]", "url = '$secret{nowhere}'",
            "[output_adapter.http]", "enable_form_url_encoded = true", "[output_adapter.sms]", "x = 1", "[output_adapter.jms]", "min_thread = 1",
            "[[event_handler]]", "name = 'x'", "[runtime_secrets]", "enable = 'true'");

        Assert.Empty(reading.Diagnostics);
        Assert.NotNull(reading.Provider);
    }

    [Fact]
    public void Read_AnyDiagnostic_HoldsNoSecret()
    {
        string[] texts =
        [
            Section.With("password = 'hunter2'\nusername = 1"),
            Section.With("pasword = 'hunter2'"),
            Section.With("port = 'hunter2'", "auth_type = 'hunter2'", "hostname = 'hunter 2'"),
            Section.With("password = '$secret{s}'", "[secrets]", "s = 'hunter2'"),
            Section.With("password = '$secret{s}'", "[secrets]", "s = '[hunter2]'"),
            Section.With("password = 'hunter2&amp;'"),
            Section.With("password = 'hunter2$env{EMAILCONSOLE_NOT_SET}'"),
            Section.With("password = hunter2"),
        ];

        Assert.All(texts, t => Assert.All(Section.ReadText(t).Diagnostics, d => Assert.DoesNotContain("hunter", d.Message, StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_SeveralProblems_AreInTheOrderOfLines()
    {
        var lines = Section.Read("port = 0", "colour = 1", "reply_to = 'x'").Diagnostics.Select(d => d.Line);

        Assert.Equal([6, 7, 8], lines);
    }

    [Fact]
    public void Read_Folder_SecretReachesTheSettings()
    {
        using var folder = new DeploymentFolder(Section.With("password = '$secret{smtp}'"));
        folder.WriteSecret("smtp", "from the folder\n");

        var reading = EmailConsole.EmailProviders.SuperTenant.SuperTenantReader.Read(folder.Read());

        Assert.Equal("from the folder", reading.Settings().Secrets.Password);
        Assert.Empty(reading.Diagnostics);
    }

    [Theory]
    [InlineData("password = 'hunter2'", true)]
    [InlineData("password = '<![CDATA[hunter2]]>'", true)]
    [InlineData("password = \"$ref{server.word}\"", true)]
    [InlineData("password = \"$env{PATH}\"", false)]
    [InlineData("password = ''", false)]
    public void Read_PlainPassword_IsWarnedOf(string line, bool isWarned)
    {
        var reading = SuperTenantReader.Read(DeploymentFolder.Read(Section.With(line, "[server]", "word = 'hunter2'")));

        var warnings = reading.Diagnostics.Where(d => d.Message.Contains("stands in plain text", StringComparison.Ordinal)).ToList();
        Assert.Equal(isWarned ? 1 : 0, warnings.Count);
        Assert.All(warnings, w =>
        {
            Assert.Equal((DeploymentSeverity.Warning, "output_adapter.email.password"), (w.Severity, w.Key));
            Assert.Contains("$secret{email_password}", w.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", w.Message, StringComparison.Ordinal);
        });
    }
}
