using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tests.Deployment;

namespace EmailConsole.Tests.EmailProviders.SuperTenant;

public sealed class RedactedLinesTests
{
    private const string Bullets = "••••••••";

    private static string Redact(string text)
    {
        var snapshot = DeploymentFolder.Read(text);
        return string.Join('\n', RedactedLines.Of(snapshot.Lines, snapshot.IsBroken));
    }

    [Fact]
    public void Of_ValidFile_ShowsPlainKeysAndRedactsTheRest() =>
        Assert.Equal(
            $"""
            # {Bullets}
            [output_adapter.email]

              hostname = "smtp.example.com"
            port = 587
            enable_start_tls = true {Bullets}
            username = 'user'
            password = {Bullets}
            pasword = {Bullets}
            "client_secret" = {Bullets}
            custom_properties."mail.smtp.ssl.enable" = "true"
            custom_properties."mail.smtp.password" = {Bullets}
            [server]
            hostname = {Bullets}
            host = "id.example.com"
            offset.enable = true
            password = {Bullets}
            [secrets]
            alias = {Bullets}
            """,
            Redact("""
                # old password: hunter2
                [output_adapter.email]

                  hostname = "smtp.example.com"
                port = 587
                enable_start_tls = true # not hunter2
                username = 'user'
                password = "hunter2"
                pasword = "hunter2"
                "client_secret" = 'hunter2'
                custom_properties."mail.smtp.ssl.enable" = "true"
                custom_properties."mail.smtp.password" = "hunter2"
                [server]
                hostname = "hunter2"
                host = "id.example.com"
                offset.enable = true
                password = true
                [secrets]
                alias = "[hunter2]"
                """));

    [Fact]
    public void Of_Standby_ShowsPlainKeysOfAnyKindAndRedactsTheRest() =>
        Assert.Equal(
            $"""
            [[output_adapter.email_standby]]
            name = "Backup"
            enabled = true
            provider = "HTTP"
            provider_url = "https://api.example.com/mail"
            body = {Bullets}
            {Bullets}
            http_headers = {Bullets}
            auth_type = "API_KEY"
            api_key_header = "X-Key"
            api_key_value = {Bullets}
            access_token = {Bullets}
            max_connections = 2
            unknown = {Bullets}
            [[output_adapter.email_standby]]
            provider_url = {Bullets}
            hostname = "smtp.example.com"
            password = {Bullets}
            [output_adapter.email_standby.custom_properties]
            "mail.smtp.ssl.enable" = "true"
            "mail.smtp.password" = {Bullets}
            [[output_adapter.other]]
            name = {Bullets}
            """,
            Redact("""
                [[output_adapter.email_standby]]
                name = "Backup"
                enabled = true
                provider = "HTTP"
                provider_url = "https://api.example.com/mail"
                body = '''
                { "key": "hunter2" }'''
                http_headers = "X-Key: hunter2"
                auth_type = "API_KEY"
                api_key_header = "X-Key"
                api_key_value = "hunter2"
                access_token = "hunter2"
                max_connections = 2
                unknown = "hunter2"
                [[output_adapter.email_standby]]
                provider_url = "https://api.example.com/mail?key=hunter2"
                hostname = "smtp.example.com"
                password = "hunter2"
                [output_adapter.email_standby.custom_properties]
                "mail.smtp.ssl.enable" = "true"
                "mail.smtp.password" = "hunter2"
                [[output_adapter.other]]
                name = "hunter2"
                """));

    [Fact]
    public void Of_TextOverSeveralLines_IsRedactedToItsEnd() =>
        Assert.Equal(
            $"""
            [output_adapter.email]
            password = {Bullets}
            {Bullets}
            {Bullets}
            {Bullets}
            port = 25
            """,
            Redact(""""
                [output_adapter.email]
                password = """
                hostname = "hunter2"
                [hunter2]
                \"""hunter2"""
                port = 25
                """"));

    [Theory]
    [InlineData("[output_adapter.email]\npassword = hunter2")]
    [InlineData("[output_adapter.email]\npassword = \"hunter2\nhostname = 'x'")]
    [InlineData("[output_adapter.email]\npassword = \"\nhunter2\"\nhostname = 'x'")]
    [InlineData("[output_adapter.email]\npassword = \"\"\"\nport = hunter2\n[a]\nhunter2")]
    [InlineData("[output_adapter.email]\npassword = 'one' 'hunter2'")]
    [InlineData("[output_adapter.email]\nhostname = 'x' password = 'hunter2'")]
    [InlineData("[output_adapter.email]\nhostname = 'x password = hunter2")]
    [InlineData("[output_adapter.email]\nport = 587 password = hunter2")]
    [InlineData("[output_adapter.email]\nport = = 3 # hunter2")]
    [InlineData("[output_adapter.email]\nport = = 'hunter2'")]
    [InlineData("[output_adapter.email]\npassword = = hunter2")]
    [InlineData("[server]\nport = = hunter2")]
    [InlineData("[output_adapter.email]\npassword = \"\nport = hunter2\"\nhostname = 'x'")]
    [InlineData("[output_adapter.email]\npassword = \"abc\nport = hunter2\nhostname = x\n\"")]
    [InlineData("[output_adapter.email]\npassword = 'abc\nport = hunter2\n'")]
    [InlineData("[output_adapter.email]\npassword = \"abc\nhunter2==\"")]
    [InlineData("[output_adapter.email]\npassword \"hunter2\"")]
    [InlineData("[output_adapter.email]\nhunter2")]
    [InlineData("[output_adapter.email]\ncustom_properties = { \"mail.smtp.password\" = 'hunter2'")]
    [InlineData("[output_adapter.email\npassword = 'hunter2'")]
    [InlineData("[secrets]\nalias = \"[hunter2]\nx")]
    [InlineData("[secrets\nalias = \"[hunter2]\"")]
    [InlineData("output_adapter.email.password = hunter2")]
    [InlineData("output_adapter = { email = { password = 'hunter2' }")]
    [InlineData("[\"output_adapter\".email]\npassword = hunter2")]
    [InlineData("passwords = [\n'hunter2',\n\"hunter2\"\n")]
    [InlineData("# password = 'hunter2'\n=")]
    [InlineData("[server] hunter2")]
    [InlineData("[output_adapter.email]\npassword = 'abc'\n[hunter2")]
    [InlineData("[output_adapter.email]\nport = 25 # abc\n[[hunter2 # def")]
    [InlineData("[output_adapter.email]\npassword = \"hunter2\\")]
    [InlineData("[output_adapter.email]\npassword = \"hunter2\\\nport = 25")]
    [InlineData("[output_adapter.email]\npassword = \"hunter2\\ud83")]
    public void Of_BrokenSyntax_ShowsNoSecret(string text)
    {
        Assert.True(DeploymentFolder.Read(text).IsBroken);
        Assert.DoesNotContain("hunter2", Redact(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[output_adapter.email\nport = ", "[output_adapter.email\nport = ")]
    [InlineData("[output_adapter.email]\nport = 5 8 7", "[output_adapter.email]\nport = 5 8 7")]
    [InlineData("[output_adapter.email]\nport = = 3", "[output_adapter.email]\nport = = 3")]
    [InlineData("[output_adapter.email]\nport = = 3 # x", "[output_adapter.email]\nport = = 3 " + Bullets)]
    [InlineData("[output_adapter.email]\nenable_start_tls = ,true", "[output_adapter.email]\nenable_start_tls = ,true")]
    [InlineData("[output_adapter.email]\npassword = \"x\\\"y\"\nport = = 3", "[output_adapter.email]\npassword = " + Bullets + "\nport = = 3")]
    [InlineData("[output_adapter.email]\nhostname = smtp.example.com", "[output_adapter.email]\nhostname = smtp.example.com")]
    public void Of_BrokenPlainKey_ShowsWhatIsToBeMended(string text, string expected)
    {
        Assert.True(DeploymentFolder.Read(text).IsBroken);
        Assert.Equal(expected, Redact(text));
    }

    [Fact]
    public void Of_AnySecret_HasNoLength() =>
        Assert.Equal(Redact("[output_adapter.email]\npassword = 'x'"), Redact("[output_adapter.email]\npassword = 'xxxxxxxxxxxxxxxxxxxxxxxx'"));

    [Theory]
    [InlineData("hostname = \"smtp.example.com\nport = 587\nenable_start_tls = true")]
    [InlineData("hostname = smtp.example.com\"\nport = 587")]
    [InlineData("hostname = \"smtp.example.com'\nport = \"587")]
    [InlineData("port = 587\"\nenable_start_tls = \"true\nfrom_address = 'no-reply@example.com")]
    public void Of_QuoteMissingInAPlainValue_ShowsIt(string lines)
    {
        var text = "[output_adapter.email]\n" + lines;

        Assert.True(DeploymentFolder.Read(text).IsBroken);
        Assert.Equal(text, Redact(text));
    }

    [Fact]
    public void Of_QuoteMissingInASecret_ShowsTheInnocentLinesBehindIt() =>
        Assert.Equal(
            $"""
            [output_adapter.email]
            password = {Bullets}
            hostname = "smtp.example.com"
            port = 587
            enable_start_tls = true
            from_address = "no-reply@example.com"
            username = {Bullets}
            client_secret = {Bullets}
            [output_adapter.email.custom_properties]
            "mail.smtp.ssl.enable" = "true"
            {Bullets}
            """,
            Redact("""
                [output_adapter.email]
                password = "hunter2
                hostname = "smtp.example.com"
                port = 587
                enable_start_tls = true
                from_address = "no-reply@example.com"
                username = 'hunter2'
                client_secret = "hunter2"
                [output_adapter.email.custom_properties]
                "mail.smtp.ssl.enable" = "true"
                [hunter2]
                """));

    [Theory]
    [InlineData("[output_adapter.email]\n\"hostname\" = \"smtp.example.com\" # hunter2")]
    [InlineData("[output_adapter.email]\n\"pass\\u0077ord\" = \"hunter2\"")]
    [InlineData("[output_adapter.email]\n\"'hostname'\" = \"hunter2\"")]
    [InlineData("\"output_adapter.email.hostname\" = \"hunter2\"")]
    [InlineData("[output_adapter.email]\npassword = \"\"\"hunter2\"\"\"\nport = 25")]
    [InlineData("[output_adapter.email]\npassword = '''\nhostname = \"hunter2\"'''\nport = 25")]
    [InlineData("[output_adapter.email]\nscopes = [\"\"\"\n\"\"\", \"\"\"\nhostname = \"hunter2\"\n\"\"\"]\nport = 25")]
    [InlineData("[output_adapter.email]\nscopes = [\n\"\"\"\nhostname = \"hunter2\"\n\"\"\",\n]\nport = 25")]
    [InlineData("[output_adapter.email]\ncustom_properties = { hostname = \"hunter2\", \"mail.smtp.password\" = 'hunter2' }")]
    [InlineData("[output_adapter.email]\ncustom_properties = {\nhostname = \"hunter2\",\nusername = 'hunter2' }\nport = 25")]
    [InlineData("[output_adapter.email]\nhostname = { x = \"hunter2\" }")]
    [InlineData("[output_adapter.email]\nport = 587 hunter2")]
    [InlineData("[output_adapter.email]\nport = [hunter2")]
    [InlineData("[output_adapter.email]\nhostname = \"smtp.example.com # hunter2")]
    [InlineData("[output_adapter.email]\nusername = \"a\"\"hunter2\"")]
    [InlineData("[output_adapter.email]\nport = # hunter2")]
    [InlineData("[output_adapter.email hunter2]")]
    [InlineData("[output_adapter.email]\npassword = 'x\nusername = 'hunter2\nfrom_address = \"hunter2\"")]
    [InlineData("[output_adapter.email]\nusername = \"\ud83d\ude00\"# hunter2\npassword = \"\ud83d\ude00hunter2\"")]
    [InlineData("[output_adapter.email]\rpassword = \"hunter2\"")]
    public void Of_HostileLines_ShowNoSecret(string text) => Assert.DoesNotContain("hunter2", Redact(text), StringComparison.Ordinal);

    /// <summary>Files put together at random, whole ones and such with quotes, brackets, equals signs and line breaks too many or too few.</summary>
    [Fact]
    public void Of_AnyFile_ShowsNoSecretAndAllItsLines()
    {
        string[] pieces =
        [
            "[output_adapter.email]", "[[output_adapter.email]]", "[output_adapter.email.custom_properties]", "[\"output_adapter\".'email']", "[server]", "[secrets]",
            "hostname = \"smtp.example.com\" # hunter2", "port = 587 # \"hunter2", "username = 'user'", "enable_start_tls = true", "# hunter2", "\t#'hunter2'", "",
            "password = \"hunter2\"", "'password' = 'hunter2'", "\"pass\\u0077ord\" = \"hunter2\"", "client_secret = \"\"\"\nhunter2\n\"\"\"", "password = '''hunter2'''",
            "custom_properties = { \"mail.smtp.password\" = 'hunter2', unknown = \"hunter2\" }", "custom_properties = {\n\"mail.smtp.password\" = 'hunter2',\n}",
            "unknown = \"hunter2\"", "unknown = [\n'hunter2', \"hunter2\",\n\"\"\"\nhunter2\"\"\" ]", "\"mail.smtp.clientSecret\" = \"\\\"hunter2\\\\\"",
            "[[output_adapter.email_standby]]", "[output_adapter.email_standby]", "[output_adapter.email_standby.custom_properties]", "[[\"output_adapter\".email_standby]]",
            "provider = 'HTTP'", "name = \"Backup\" # hunter2", "enabled = true", "api_key = 'hunter2'", "access_token = \"hunter2\"", "secret_access_key = '''\nhunter2'''",
            "body = '''\n{ \"key\": \"hunter2\" }\n'''", "http_headers = \"X-Key: hunter2\"", "provider_url = 'https://api.example.com/mail?key=hunter2'", "region = 'eu'",
            "email_standby = [ { api_key = 'hunter2', region = \"eu\" }, { password = \"hunter2\" } ]", "email_standby = [\n{ key = 'hunter2',\nname = \"n\" },\n]",
            "alias = \"[hunter2]\"", "password = \"\u00fc\ufffd\u0001hunter2\"",
        ];
        const string marks = "\"\"\"'''[]{}==\n\n,\\";
        var random = new Random(20261128);
        for (var i = 0; i < 2_000; i++)
        {
            var text = string.Join('\n', Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)]));
            for (var changes = random.Next(4); changes > 0; changes--)
            {
                var at = random.Next(text.Length + 1);
                var found = text.IndexOfAny(marks.ToCharArray(), at);
                text = random.Next(2) == 0 && found >= 0 ? text.Remove(found, 1) : text.Insert(at, marks[random.Next(marks.Length)].ToString());
            }

            var redacted = Redact(text);

            Assert.False(redacted.Contains("hunter2", StringComparison.Ordinal), $"{text}\n\n{redacted}");
            Assert.Equal(text.Count(c => c == '\n'), redacted.Count(c => c == '\n'));
        }
    }
}
