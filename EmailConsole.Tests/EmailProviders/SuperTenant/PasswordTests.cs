using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tests.Deployment;

namespace EmailConsole.Tests.EmailProviders.SuperTenant;

public sealed class PasswordTests
{
    public static TheoryData<string> Passwords =>
    [
        "hunter2", "<", ">", "&", "a<b>c&d", "\"", "'", "\\", "$", "{", "}", "${x}", "$x{y}", "$env", "$env{", "a\\nb", "$1$&",
        " blanks on both sides ", "a#b", "a=b", "[x]", "]]", "]]>", "<![CDATA[", "&amp", "&x;", "tab\there",
        "pässwörd", "пароль", "密码", "😀", "<>&\"'\\${} é",
    ];

    private static string Basic(string text) => '"' + text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\t", "\\t", StringComparison.Ordinal) + '"';

    [Theory]
    [MemberData(nameof(Passwords))]
    public void Read_RawPassword_IsExact(string password)
    {
        var reading = Section.Read($"password = {Basic(password)}");

        Assert.Equal(password, reading.Settings().Secrets.Password);
        Assert.Empty(reading.Diagnostics);
    }

    [Theory]
    [MemberData(nameof(Passwords))]
    public void Read_WrappedPassword_IsExact(string password)
    {
        var reading = Section.Read($"password = {Basic($"<![CDATA[{password}]]>")}");

        Assert.Equal(password, reading.Settings().Secrets.Password);
        Assert.Empty(reading.Diagnostics);
    }

    [Theory]
    [MemberData(nameof(Passwords))]
    public void Read_LiteralQuotes_AreExact(string password)
    {
        if (password.Contains('\'', StringComparison.Ordinal))
        {
            return;
        }

        Assert.Equal(password, Section.Read($"password = '{password}'").Settings().Secrets.Password);
    }

    [Theory]
    [MemberData(nameof(Passwords))]
    [InlineData("a&amp;b")]
    [InlineData("&#65;")]
    [InlineData("<![CDATA[x]]>")]
    public void Read_PasswordFromEnvironment_IsExact(string password)
    {
        var name = "EMAILCONSOLE_TEST_" + Guid.NewGuid().ToString("N");
        Environment.SetEnvironmentVariable(name, password);

        Assert.Equal(password, Section.Read($"password = '$env{{{name}}}'").Settings().Secrets.Password);
        Assert.Equal(password, Section.Read($"password = '<![CDATA[$env{{{name}}}]]>'").Settings().Secrets.Password);
    }

    [Theory]
    [MemberData(nameof(Passwords))]
    [InlineData("a&amp;b")]
    [InlineData("<![CDATA[x]]>")]
    [InlineData("$env{PATH}")]
    public void Read_PasswordFromSecretsFolder_IsExact(string password)
    {
        using var folder = new DeploymentFolder(Section.With("password = '$secret{s}'"));
        folder.WriteSecret("s", password + "\n");

        Assert.Equal(password, SuperTenantReader.Read(folder.Read()).Settings().Secrets.Password);
    }

    [Theory]
    [InlineData("a&amp;b")]
    [InlineData("<![CDATA[x]]>")]
    public void Read_PasswordFromConfiguration_IsExact(string password)
    {
        using var folder = new DeploymentFolder(Section.With("password = '$ref{t.x}'", "[t]", "x = '$sys{Smtp:Password}'"));
        folder.Configuration["Smtp:Password"] = password;

        var reading = SuperTenantReader.Read(folder.Read());

        Assert.Equal(password, reading.Settings().Secrets.Password);
        Assert.Empty(reading.Diagnostics);
    }

    [Fact]
    public void Read_PasswordElsewhereInTheFile_IsDecodedAsWritten() =>
        Assert.Equal("a&b", Section.Read("password = '$ref{t.x}'", "[t]", "x = 'a&amp;b'").Settings().Secrets.Password);

    [Theory]
    [InlineData("a&amp;b", "a&b")]
    [InlineData("&lt;&gt;&quot;&apos;", "<>\"'")]
    [InlineData("&#65;&#x42;&#x1F600;", "AB😀")]
    [InlineData("&amp;lt;", "&lt;")]
    public void Read_Entities_AreDecodedAsInWso2WithAWarning(string written, string expected)
    {
        var reading = Section.Read($"password = '{written}'");

        Assert.Equal(expected, reading.Settings().Secrets.Password);
        Assert.Contains("CDATA", reading.Warning().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a&amp;b")]
    [InlineData("&#65;")]
    public void Read_EntitiesInCdata_StayAsTheyAre(string written)
    {
        var reading = Section.Read($"password = '<![CDATA[{written}]]>'");

        Assert.Equal(written, reading.Settings().Secrets.Password);
        Assert.Empty(reading.Diagnostics);
    }

    [Theory]
    [InlineData("&nbsp;")]
    [InlineData("&#xD800;")]
    [InlineData("&#9999999;")]
    [InlineData("&;")]
    public void Read_NoEntityOfXml_StaysAsItIs(string written) =>
        Assert.Equal(written, Section.Read($"password = '{written}'").Settings().Secrets.Password);

    [Theory]
    [InlineData("username = '<![CDATA[u&u]]>'")]
    [InlineData("username = 'u&amp;u'")]
    public void Read_AnyTextOfTheSection_IsUnwrapped(string line) =>
        Assert.Equal("u&u", Section.Read(line).Settings().Settings.Username);

    [Fact]
    public void Read_OtherTables_AreNotUnwrapped() =>
        Assert.Equal("<![CDATA[x]]>", DeploymentFolder.Read("[t]\nx = '<![CDATA[x]]>'").Table("t")!.Values["x"].Value);
}
