using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tests.Deployment;

namespace EmailConsole.Tests.EmailProviders.SuperTenant;

public sealed class BlankedLinesTests
{
    private const string Bullets = "••••••••";

    private static string Blank(string text)
    {
        var snapshot = DeploymentFolder.Read(text);
        return string.Join('\n', BlankedLines.Of(snapshot.Lines, snapshot.IsBroken));
    }

    [Fact]
    public void Of_ValidFile_ShowsPlainKeysAndBlanksTheRest() =>
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
            Blank("""
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
    public void Of_TextOverSeveralLines_IsBlankedToItsEnd() =>
        Assert.Equal(
            $"""
            [output_adapter.email]
            password = {Bullets}
            {Bullets}
            {Bullets}
            {Bullets}
            port = 25
            """,
            Blank(""""
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
    public void Of_BrokenSyntax_ShowsNoSecret(string text)
    {
        Assert.True(DeploymentFolder.Read(text).IsBroken);
        Assert.DoesNotContain("hunter2", Blank(text), StringComparison.Ordinal);
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
        Assert.Equal(expected, Blank(text));
    }

    [Fact]
    public void Of_AnySecret_HasNoLength() =>
        Assert.Equal(Blank("[output_adapter.email]\npassword = 'x'"), Blank("[output_adapter.email]\npassword = 'xxxxxxxxxxxxxxxxxxxxxxxx'"));

    [Theory]
    [InlineData("hostname = \"smtp.example.com\nport = 587\nenable_start_tls = true")]
    [InlineData("hostname = smtp.example.com\"\nport = 587")]
    [InlineData("hostname = \"smtp.example.com'\nport = \"587")]
    [InlineData("port = 587\"\nenable_start_tls = \"true\nfrom_address = 'no-reply@example.com")]
    public void Of_QuoteMissingInAPlainValue_ShowsIt(string lines)
    {
        var text = "[output_adapter.email]\n" + lines;

        Assert.True(DeploymentFolder.Read(text).IsBroken);
        Assert.Equal(text, Blank(text));
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
            Blank("""
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
}
