using System.Text.RegularExpressions;
using EmailConsole.Deployment;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tests.Architecture;
using EmailConsole.Tests.Deployment;

namespace EmailConsole.Tests.EmailProviders.SuperTenant;

/// <summary>Providers of any kind in the file: as the first, and as standbys.</summary>
public sealed partial class StandbyReaderTests
{
    private const string Sender = "from_address = 'no-reply@example.com'";

    /// <summary>For each kind what it cannot do without, and a field that has a default.</summary>
    private static readonly Dictionary<string, string[]> Good = new(StringComparer.Ordinal)
    {
        ["http"] = ["provider_url = 'https://api.example.com/mail'", "http_client_method = 'put'", "auth_type = 'api_key'", "api_key_header = 'X-Key'", "api_key_value = 'hunter2'"],
        ["ses"] = ["region = 'eu-central-1'", "access_key_id = 'AKIA1'", "secret_access_key = 'hunter2'", "configuration_set = 'codes'"],
        ["acs"] = ["endpoint = 'https://name.communication.azure.com'", "access_key = 'hunter2'"],
        ["mailgun"] = ["domain = 'mg.example.com'", "region = 'EU'", "api_key = 'hunter2'"],
        ["graph"] = ["tenant_id = 'example.com'", "client_id = 'c'", "mailbox = 'no-reply@example.com'", "cloud = 'global'", "client_secret = 'hunter2'"],
        ["postmark"] = ["message_stream = 'outbound'", "server_token = 'hunter2'"],
        ["resend"] = ["api_key = 'hunter2'"],
        ["sendgrid"] = ["region = 'eu'", "api_key = 'hunter2'"],
        ["madeup"] = ["url = 'https://api.example.com/'", "tag = 't'", "key = 'hunter2'"],
    };

    public static TheoryData<string> Kinds => [.. Good.Keys];

    [Fact]
    public void Kinds_OfTheProduct_AreAllAmongThese() =>
        Assert.Empty(ProviderKinds.Apis.Where(k => k.GetType().Assembly == typeof(ProviderKinds).Assembly).Select(k => k.Name).Except(Good.Keys));

    [Fact]
    public void Docs_OfTheFile_NameEveryKindAndKey()
    {
        var page = string.Join('\n', SourceFiles.ReadLines("docs/deployment-toml.md"));
        var kinds = TableKeys.OfAllKinds.Where(k => k.Kind?.GetType().Assembly != typeof(StandbyReaderTests).Assembly);

        Assert.All(kinds.SelectMany(k => k.All.Append(k.KindName)).Distinct(StringComparer.Ordinal), word => Assert.Contains($"`{word}`", page, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Read_EveryKind_HasItsFieldsAndSecretsUnderTheirKeys(string kind)
    {
        var standby = Assert.Single(Read([$"provider = '{kind.ToUpperInvariant()}'", .. Good[kind]]).Standbys);

        Assert.DoesNotContain(standby.Diagnostics, d => d.Severity == DeploymentSeverity.Error);
        var (settings, secrets) = (standby.Provider!.Settings, standby.Provider.Secrets);
        Assert.Equal((kind, "no-reply@example.com"), (settings.Kind, settings.FromAddress));
        Assert.Equal("hunter2", Assert.Single(secrets.Values.Names.Select(n => secrets.Values[n])));
        foreach (var line in Good[kind])
        {
            var (key, value) = (line.Split('=')[0].Trim(), line.Split('\'')[1]);
            var field = ProviderKinds.Find(kind)!.Fields.FirstOrDefault(f => TableKeys.Of(f) == key);
            Assert.True(field is null ? value == "hunter2" : field.Read(settings).Equals(value, StringComparison.OrdinalIgnoreCase), line);
            var shown = Assert.Single(standby.Values, v => v.Key == $"output_adapter.email_standby[1].{key}");
            Assert.Equal(value == "hunter2" ? "set" : value, shown.Text);
            Assert.NotNull(shown.Line);
        }

        Assert.Equal(
            ["From Address", "Display Name", "Reply-To Address"],
            standby.Values.Select(v => v.Label).Where(l => l is "From Address" or "Display Name" or "Reply-To Address"));
    }

    /// <summary>Whoever follows the same advice for two of them would give both one password.</summary>
    [Fact]
    public void Read_PlainPasswords_EachIsToldAnotherFile()
    {
        const string Table = "hostname = 'smtp.example.com'\nfrom_address = 'a@example.com'\nusername = 'u'\npassword = 'hunter2'\n";
        var reading = SuperTenantReader.Read(DeploymentFolder.Read(
            $"[output_adapter.email]\n{Table}[[output_adapter.email_standby]]\n{Table}[[output_adapter.email_standby]]\n{Table}"));

        var said = reading.Diagnostics.Select(d => d.Message).Where(m => m.Contains("plain text", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            ["$secret{email_password}", "$secret{email_standby1_password}", "$secret{email_standby2_password}"],
            said.Select(m => m[m.IndexOf("$secret{", StringComparison.Ordinal)..(m.IndexOf('}', StringComparison.Ordinal) + 1)]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Read_EveryKindAsTheFirst_IsTheSame(string kind)
    {
        var standby = Assert.Single(Read([$"provider = '{kind}'", .. Good[kind]]).Standbys);

        var first = ReadText(string.Join('\n', [Section.Header, $"provider = '{kind}'", Sender, .. Good[kind]]));

        Assert.Equal(standby.Provider, first.Settings());
        Assert.Equal(standby.Values.Select(v => (v.Label, v.Text)), first.Values.Select(v => (v.Label, v.Text)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Read_EveryKindWithoutSomething_NamesTheKeyAtItsTable(string kind)
    {
        var all = ProviderKinds.Find(kind)!;
        var required = all.Fields.Where(f => f.IsRequired && all.Defaults[f.Value!] is null && f.When is null).Select(TableKeys.Of)
            .Concat(all.Secrets.Where(s => s.IsRequired && Good[kind].Any(l => l.StartsWith($"{TableKeys.Of(s)} ", StringComparison.Ordinal))).Select(TableKeys.Of)).ToList();
        Assert.NotEmpty(required);
        foreach (var key in required)
        {
            var reading = Read([$"provider = '{kind}'", .. Good[kind].Where(l => !l.StartsWith($"{key} ", StringComparison.Ordinal))]);

            var standby = Assert.Single(reading.Standbys);
            Assert.Null(standby.Provider);
            var error = Assert.Single(standby.Diagnostics, d => d.Severity == DeploymentSeverity.Error);
            Assert.Equal(($"output_adapter.email_standby[1].{key}", 6), (error.Key, error.Line));
            Assert.StartsWith($"{key} is missing. ", error.Message, StringComparison.Ordinal);
            Assert.NotNull(reading.Provider);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Keys_OfAKind_AreInOneFormAndDifferentFromEachOther(string kind)
    {
        var keys = TableKeys.Of(ProviderKinds.Find(kind), isStandby: true).All;

        Assert.All(keys, key => Assert.Matches(SnakeCase(), key));
        Assert.Equal(keys.Count, keys.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("provider = 'SNTP'", "Did you mean SMTP?")]
    [InlineData("provider = 'carrier pigeon'", "provider is one of \"SMTP\", ")]
    [InlineData("provider = 5", "provider is one of \"SMTP\", ")]
    [InlineData("enabled = 'perhaps'", "enabled is true or false.")]
    [InlineData("port = 0", "is a number from 1 to 65535")]
    [InlineData("max_connections = 101", "is a number from 1 to 100.")]
    [InlineData("messages_per_minute = 'many'", "is a number.")]
    [InlineData("reply_to = 'x'", "This is not an email address")]
    [InlineData("name = 5", "name is a text. Put it in quotes")]
    [InlineData("name = '0123456789012345678901234567890123456789012345678901234567890123456789'", "Use at most 64 characters")]
    [InlineData("password = '$env{EMAILCONSOLE_NOT_SET}'", "EMAILCONSOLE_NOT_SET")]
    public void Read_Fault_LeavesItOutWithItsLineAndTheFirstAlone(string line, string said)
    {
        var reading = Read(["hostname = 'standby.example.com'", "username = 'u'", .. line.StartsWith("password", StringComparison.Ordinal) ? [] : new[] { "password = '$sys{p}'" }, line]);

        var standby = Assert.Single(reading.Standbys);
        Assert.Null(standby.Provider);
        var error = Assert.Single(standby.Diagnostics, d => d.Severity == DeploymentSeverity.Error);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Equal(line.StartsWith("password", StringComparison.Ordinal) ? 10 : 11, error.Line);
        Assert.Contains(error, reading.Diagnostics);
        Assert.Equal("smtp.example.com", reading.Provider!.Settings.Host);
    }

    [Theory]
    [InlineData("SMTP", "api_key = 'x'", "api_key has no effect with provider = \"SMTP\".")]
    [InlineData("RESEND", "hostname = 'x'", "hostname has no effect with provider = \"RESEND\".")]
    [InlineData("RESEND", "apikey = 'x'", "'apikey' is not a key of [[output_adapter.email_standby]] and has no effect. Did you mean api_key?")]
    [InlineData("SMTP", "enabeld = false", "'enabeld' is not a key of [[output_adapter.email_standby]] and has no effect. Did you mean enabled?")]
    [InlineData("HTTP", "password = 'x'", "output_adapter.email_standby[1].password has no effect beside what the other keys say, such as auth_type.")]
    [InlineData("RESEND", "custom_properties = { \"mail.smtp.ssl.enable\" = 'true' }", "custom_properties has no effect with provider = \"RESEND\".")]
    public void Read_KeyThatMeansNothing_IsAWarning(string kind, string line, string said)
    {
        string[] good = kind == "SMTP" ? ["hostname = 'standby.example.com'", "enable_authentication = false"] : Good[kind.ToLowerInvariant()];

        var standby = Assert.Single(Read([$"provider = '{kind}'", .. good, line]).Standbys);

        Assert.NotNull(standby.Provider);
        Assert.Contains(standby.Diagnostics, d => d.Severity == DeploymentSeverity.Warning && d.Line == 9 + good.Length && d.Message == said);
    }

    [Theory]
    [InlineData("name = 'x'", "name is a key of [[output_adapter.email_standby]] and has no effect here.")]
    [InlineData("enabled = false", "enabled is a key of [[output_adapter.email_standby]] and has no effect here.")]
    public void Read_KeyOfAStandbyInTheFirst_IsAWarning(string line, string said) => Assert.Equal(said, Section.Read(line).Warning().Message);

    [Theory]
    [InlineData("[output_adapter.email_standby]\nhostname = 'x'", DeploymentSeverity.Error, "in double brackets")]
    [InlineData("[output_adapter]\nemail_standby = 'x'", DeploymentSeverity.Error, "in double brackets")]
    [InlineData("[output_adapter]\nemail_standby = [1, 2]", DeploymentSeverity.Error, "in double brackets")]
    [InlineData("[[output_adapter.email_stanby]]\nhostname = 'x'", DeploymentSeverity.Warning, "Did you mean [[output_adapter.email_standby]]?")]
    [InlineData("[output_adapter.email_standbys]\nhostname = 'x'", DeploymentSeverity.Warning, "Did you mean [[output_adapter.email_standby]]?")]
    public void Read_NoListOfTables_IsSaidAndLeavesTheFirstAlone(string text, DeploymentSeverity severity, string said)
    {
        var reading = ReadText(Section.With() + "\n" + text);

        Assert.Empty(reading.Standbys);
        Assert.NotNull(reading.Provider);
        var diagnostic = Assert.Single(reading.Diagnostics);
        Assert.Equal(severity, diagnostic.Severity);
        Assert.Contains(said, diagnostic.Message, StringComparison.Ordinal);
        Assert.InRange(diagnostic.Line, 6, 7);
    }

    [Fact]
    public void Read_MoreThanFour_LeavesOutThoseBehindThem()
    {
        var reading = ReadText(Section.With() + string.Concat(Enumerable.Range(1, 6).Select(i => Table($"name = 'n{i}'", $"hostname = 'n{i}.example.com'", "enable_authentication = false"))));

        Assert.Equal(["n1", "n2", "n3", "n4"], reading.Standbys.Select(s => s.Name));
        Assert.All(reading.Standbys, s => Assert.NotNull(s.Provider));
        var error = reading.Error();
        Assert.Equal(("output_adapter.email_standby", 30), (error.Key, error.Line));
        Assert.NotNull(reading.Provider);
    }

    [Fact]
    public void Read_NameTwice_LeavesOutTheSecond()
    {
        var reading = ReadText(Section.With()
            + Table("name = 'Backup'", "hostname = 'a.example.com'", "enable_authentication = false")
            + Table("name = 'backup '", "hostname = 'b.example.com'", "enable_authentication = false"));

        Assert.Equal([true, false], reading.Standbys.Select(s => s.Provider is not null));
        var error = reading.Error();
        Assert.Equal(("output_adapter.email_standby[2].name", 14), (error.Key, error.Line));
        Assert.Contains("line 6", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_References_AreResolvedAndCounted()
    {
        using var folder = new DeploymentFolder(Section.With("username = 'shared'")
            + Table("name = '$sys{n}'", "provider = '$env{PATH}x'", "hostname = 'b.example.com'")
            + Table("provider = '$sys{k}'", "api_key = '$secret{key}'", "signature = '$ref{output_adapter.email.username}'", "reply_to = '<![CDATA[a&b@example.com]]>'"));
        folder.Configuration["n"] = "From the configuration";
        folder.Configuration["k"] = "Resend";
        folder.WriteSecret("key", "hunter2\n");

        var standbys = SuperTenantReader.Read(folder.Read()).Standbys;

        Assert.Equal(("From the configuration", false), (standbys[0].Name, standbys[0].Provider is not null));
        var (settings, secrets) = (standbys[1].Provider!.Settings, standbys[1].Provider!.Secrets);
        Assert.Equal(("shared", "a&b@example.com", "hunter2"), (settings.DisplayName, settings.ReplyTo, secrets.Values["resend.apiKey"]));
        var key = Assert.Single(standbys[1].Values, v => v.Label == "API key");
        Assert.Equal(("set", "$secret{key}", true), (key.Text, key.Reference, key.IsSecret));
        Assert.Empty(standbys[1].Diagnostics);
    }

    [Fact]
    public void Read_UnresolvedReference_IsOfTheTableInWhichItStands()
    {
        var standbys = ReadText(Section.With()
            + Table("hostname = 'a.example.com'", "username = 'u'", "password = '$env{EMAILCONSOLE_NOT_SET}'")
            + Table("hostname = 'b.example.com'", "enable_authentication = false")).Standbys;

        Assert.Equal([false, true], standbys.Select(s => s.Provider is not null));
        Assert.Equal((10, "output_adapter.email_standby[1].password"), Assert.Single(standbys[0].Diagnostics, d => d.Severity == DeploymentSeverity.Error) is var e ? (e.Line, e.Key) : default);
        Assert.Equal(("not set", (int?)10), standbys[0].Values.Single(v => v.Label == "Password") is var v ? (v.Text, v.Line) : default);
    }

    [Fact]
    public void Read_InlineTables_AreStandbysToo()
    {
        var standbys = ReadText("""
            output_adapter.email_standby = [
              { hostname = 'a.example.com', from_address = 'a@example.com', username = 'u', password = '$env{EMAILCONSOLE_NOT_SET}' },
              { hostname = 'b.example.com', from_address = 'b@example.com', enable_authentication = false },
            ]
            [output_adapter.email]
            hostname = 'smtp.example.com'
            from_address = 'c@example.com'
            enable_authentication = false
            """).Standbys;

        Assert.Equal([("a.example.com", false), ("b.example.com", true)], standbys.Select(s => (s.Name, s.Provider is not null)));
    }

    [Fact]
    public void Read_TextOfSeveralLines_IsTakenAsItStands()
    {
        const string body = "{\n  \"to\": {{send-to}}, \"html\": \"a &amp; b\"\n}";

        var standby = Assert.Single(Read(
        [
            "provider = 'HTTP'", "provider_url = 'https://api.example.com/mail'", $"body = '''\n{body}'''", "http_headers = \"\"\"\nX-A: 1\nX-B: 2\"\"\"",
        ]).Standbys);

        Assert.Equal((body, "X-A: 1\nX-B: 2"), (standby.Provider!.Settings.Values["body"], standby.Provider.Settings.Values["headers"]));
    }

    // What a template or a header holds may be a key, and so may the query of an address
    [Theory]
    [InlineData("body = '{\"key\": \"hunter2\", \"to\": {{send-to}}}'", "Body template")]
    [InlineData("http_headers = 'X-Key: hunter2'", "HTTP headers")]
    [InlineData("provider_url = 'https://api.example.com/mail?key=hunter2'", "Provider URL")]
    [InlineData("auth_type = 'BEARER'\naccess_token = 'hunter2'", "Access token")]
    public void Read_ValueThatMayHoldASecret_IsNotShown(string lines, string label)
    {
        string[] url = lines.StartsWith("provider_url", StringComparison.Ordinal) ? [] : ["provider_url = 'https://api.example.com/mail'"];

        var standby = Assert.Single(Read(["provider = 'HTTP'", .. url, .. lines.Split('\n')]).Standbys);

        Assert.NotNull(standby.Provider);
        Assert.Equal("set", Assert.Single(standby.Values, v => v.Label == label).Text);
        Assert.All(standby.Values, v => Assert.DoesNotContain("hunter2", $"{v}{v.Written}", StringComparison.Ordinal));
        Assert.All(standby.Diagnostics, d => Assert.DoesNotContain("hunter2", d.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_Ids_FollowTheNameOrWhereMailGoesAndThePlace()
    {
        var a = Table("name = 'A'", "hostname = 'a.example.com'", "enable_authentication = false");
        var b = Table("hostname = 'b.example.com'", "enable_authentication = false");
        var first = Ids(a + b);

        Assert.Equal(first, Ids(a + b));
        Assert.Equal(first[0], Ids(b + a)[1]);
        Assert.Equal(first[0], Ids(a.Replace("a.example", "other.example", StringComparison.Ordinal).Replace("'A'", "'a'", StringComparison.Ordinal))[0]);
        Assert.NotEqual(first[1], Ids(b + a)[0]);
        Assert.NotEqual(first[1], Ids(a + b.Replace("b.example", "c.example", StringComparison.Ordinal))[1]);
        Assert.Equal(4, Ids(b + b + b + b).Distinct().Count());

        // Stored with attempts, and owned by nodes: the same on every machine and in every version
        Assert.Equal(new Guid("219a2aa7-8318-8e4a-8158-e1f3cb83686e"), first[0].Value);

        static List<ProviderId> Ids(string tables) => [.. ReadText(Section.With() + tables).Standbys.Select(s => s.Id)];
    }

    [Fact]
    public void Read_StandbysWithoutAFirst_SaysThatMailLeavesByThem()
    {
        var reading = ReadText(Table("hostname = 'a.example.com'", "enable_authentication = false"));

        Assert.Null(reading.Provider);
        Assert.Contains("leaves by the standbys alone", reading.Warning().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Limits_AreTheProvidersOwn()
    {
        var settings = Assert.Single(Read(["hostname = 'a.example.com'", "enable_authentication = false", "max_connections = 2", "messages_per_minute = '30'", "messages_per_connection = 5"]).Standbys)
            .Provider!.Settings;

        Assert.Equal((2, 30, 5), (settings.MaxConnections, settings.MessagesPerMinute, settings.MessagesPerConnection));
        Assert.Equal(2, Section.Read("max_connections = 2").Settings().Settings.MaxConnections);
        Assert.Contains("has no effect with provider", Read(["provider = 'resend'", "api_key = '$sys{p}'", "messages_per_connection = 5"]).Diagnostics.Single(d => d.Line == 10).Message, StringComparison.Ordinal);
    }

    private static string Table(params string[] lines) => $"\n[[output_adapter.email_standby]]\n{Sender}\n{string.Join('\n', lines)}\n";

    /// <summary>A good first on five lines, and a standby from the sixth.</summary>
    private static SuperTenantReading Read(string[] lines)
    {
        using var folder = new DeploymentFolder($"{Section.With()}{Table(lines)}");
        folder.Configuration["p"] = "hunter2";
        return WithoutPlain(SuperTenantReader.Read(folder.Read()));
    }

    private static SuperTenantReading ReadText(string text) => WithoutPlain(SuperTenantReader.Read(DeploymentFolder.Read(text)));

    private static SuperTenantReading WithoutPlain(SuperTenantReading reading) =>
        reading with { Diagnostics = [.. reading.Diagnostics.Where(d => !d.Message.Contains("stands in plain text", StringComparison.Ordinal))] };

    [GeneratedRegex(@"\A[a-z0-9]+(_[a-z0-9]+)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SnakeCase();
}
