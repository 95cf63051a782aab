using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tests.Deployment;

namespace EmailConsole.Tests.EmailProviders.SuperTenant;

public sealed class SuperTenantValuesTests
{
    private static SuperTenantValue Value(string label, params string[] lines) =>
        Assert.Single(Section.Read(lines).Values, v => v.Label == label);

    [Fact]
    public void Values_Labels_AreTheFormsInItsOrder() =>
        Assert.Equal(
            [
                "Server Host", "Server Port", "Encryption", "From Address", "Display Name", "Reply-To Address",
                "Authentication Type", "Username", "Password", "Client ID", "Client Secret", "Token Endpoint", "Scopes",
            ],
            Section.Read().Values.Select(v => v.Label));

    [Theory]
    [InlineData("Server Port", "25")]
    [InlineData("Encryption", "STARTTLS required")]
    [InlineData("Display Name", "left to the server")]
    [InlineData("Reply-To Address", "not set")]
    [InlineData("Authentication Type", "Basic")]
    [InlineData("Client ID", "not set")]
    [InlineData("Client Secret", "not set")]
    [InlineData("Token Endpoint", "not set")]
    [InlineData("Scopes", "not set")]
    public void Values_Default_HasTextAndNoLine(string label, string text)
    {
        var value = Value(label);

        Assert.Equal((text, (int?)null, (string?)null), (value.Text, value.Line, value.Reference));
    }

    [Theory]
    [InlineData("Server Host", "hostname = 'Relay.example.com'", "Relay.example.com")]
    [InlineData("Server Port", "port = '587'", "587")]
    [InlineData("Server Port", "port = true", "true")]
    [InlineData("Encryption", "enable_start_tls = true", "STARTTLS required")]
    [InlineData("Encryption", "enable_start_tls = false", "None")]
    [InlineData("Encryption", "custom_properties.\"mail.smtp.ssl.enable\" = 'true'", "TLS")]
    [InlineData("Encryption", "custom_properties.\"mail.smtp.starttls.required\" = 'false'", "STARTTLS if offered")]
    [InlineData("From Address", "from_address = 'Example <a@example.com>'", "a@example.com")]
    [InlineData("From Address", "from_address = 'nobody'", "nobody")]
    [InlineData("Display Name", "from_address = 'Example <a@example.com>'", "Example")]
    [InlineData("Display Name", "signature = ''", "address only")]
    [InlineData("Display Name", "signature = 'Example'", "Example")]
    [InlineData("Reply-To Address", "reply_to = 'a@example.com,b@example.com'", "a@example.com,b@example.com")]
    [InlineData("Authentication Type", "auth_type = 'basic'", "Basic")]
    [InlineData("Authentication Type", "auth_type = 'CLIENT_CREDENTIAL'", "Client Credentials")]
    [InlineData("Authentication Type", "auth_type = 'other'", "other")]
    [InlineData("Authentication Type", "enable_authentication = false", "None")]
    [InlineData("Username", "username = '<![CDATA[a&b]]>'", "a&b")]
    [InlineData("Password", "password = 'x'", "set")]
    [InlineData("Password", "password = ''", "not set")]
    [InlineData("Client Secret", "client_secret = 'x'", "set")]
    public void Values_Written_HaveTextAndLine(string label, string line, string text)
    {
        var value = Value(label, line);

        Assert.Equal((text, (int?)Section.With(line).Split('\n').Length), (value.Text, value.Line));
    }

    [Theory]
    [InlineData("Password")]
    [InlineData("Client Secret")]
    public void Values_Secret_IsMarked(string label) => Assert.True(Value(label).IsSecret);

    [Fact]
    public void Values_Reference_IsShownAsWritten()
    {
        using var folder = new DeploymentFolder(Section.With("password = 'hunter2$secret{smtp}'", "username = '$sys{user}'", "client_id = '$secret{smtp}'"));
        folder.WriteSecret("smtp", "x");
        folder.Configuration["user"] = "somebody";

        var values = SuperTenantReader.Read(folder.Read()).Values.ToDictionary(v => v.Label);

        Assert.Equal(("set", "$secret{smtp}"), (values["Password"].Text, values["Password"].Reference));
        Assert.Equal(("somebody", "$sys{user}"), (values["Username"].Text, values["Username"].Reference));
        Assert.Equal(("set", true), (values["Client ID"].Text, values["Client ID"].IsSecret));
    }

    [Fact]
    public void Values_UnresolvedReference_IsShownWithItsLine()
    {
        var value = Value("Password", "password = '$env{EMAILCONSOLE_NOT_SET}'");

        Assert.Equal(("not set", (int?)5), (value.Text, value.Line));
    }

    [Fact]
    public void Values_CustomProperties_FollowTheFields()
    {
        var values = Section.Read(
            "[output_adapter.email.custom_properties]",
            "\"mail.smtp.ssl.enable\" = 'true'", "\"mail.smtp.ssl.keystore.password\" = 'hunter2'", "\"mail.debug\" = true").Values;

        Assert.Equal(
            [
                new SuperTenantValue("mail.smtp.ssl.enable", "mail.smtp.ssl.enable", "true", 7, null, false),
                new SuperTenantValue("mail.smtp.ssl.keystore.password", "mail.smtp.ssl.keystore.password", "set", 8, null, true),
                new SuperTenantValue("mail.debug", "mail.debug", "true", 9, null, false),
            ],
            values.Skip(13).Select(v => v with { Written = null }));
    }

    [Theory]
    [InlineData("enable_start_tls = \"yes please\"", "Encryption", "yes please", "\"yes please\"")]
    [InlineData("enable_start_tls = 'yes please'", "Encryption", "yes please", "\"yes please\"")]
    [InlineData("port = 'many'", "Server Port", "many", "\"many\"")]
    [InlineData("port = 99999", "Server Port", "99999", "99999")]
    [InlineData("enable_authentication = 'no'", "Authentication Type", "no", "\"no\"")]
    [InlineData("auth_type = 'OAUTH'", "Authentication Type", "OAUTH", "\"OAUTH\"")]
    [InlineData("from_address = 'nobody'", "From Address", "nobody", "\"nobody\"")]
    [InlineData("reply_to = 'nobody'", "Reply-To Address", "nobody", "\"nobody\"")]
    [InlineData("signature = 5", "Display Name", "5", "5")]
    public void Of_RefusedValue_IsTheFilesOwn(string line, string label, string text, string written)
    {
        var value = Section.Read(line).Values.First(v => v.Label == label);

        Assert.Equal((text, written), (value.Text, value.Written));
    }

    [Fact]
    public void Of_Secret_IsNeverWritten() =>
        Assert.DoesNotContain(Section.Read().Values, v => (v.Written ?? "").Contains("hunter2", StringComparison.Ordinal) || (v.IsSecret && v.Written is not null));
}
