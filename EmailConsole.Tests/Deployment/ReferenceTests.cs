using EmailConsole.Deployment;

namespace EmailConsole.Tests.Deployment;

public sealed class ReferenceTests
{
    private static DeploymentValue Resolve(string value, string rest = "") =>
        DeploymentFolder.Read($"[t]\nx = {value}\n{rest}").Table("t")!.Values["x"];

    private static string Variable(string? value)
    {
        var name = "EMAILCONSOLE_TEST_" + Guid.NewGuid().ToString("N");
        Environment.SetEnvironmentVariable(name, value);
        return name;
    }

    private static DeploymentDiagnostic Error(DeploymentSnapshot snapshot, string key) =>
        Assert.Single(snapshot.Diagnostics, d => d.Key == key && d.Severity == DeploymentSeverity.Error);

    [Theory]
    [InlineData("plain")]
    [InlineData("with $ and \\ and $1 and $& and ${x}")]
    [InlineData("$env{PATH} $ref{t.y} $secret{z}")]
    [InlineData("é 😀 ' \" < > &")]
    public void Env_AnyValue_IsTakenLiterally(string value)
    {
        var name = Variable(value);

        Assert.Equal(value, Resolve($"'$env{{{name}}}'").Value);
        Assert.Equal($"<{value}>", Resolve($"'<$env{{{name}}}>'").Value);
    }

    [Fact]
    public void Env_EmptyValue_IsAllowed()
    {
        var name = Variable("");

        Assert.Equal("ab", Resolve($"'a$env{{{name}}}b'").Value);
    }

    [Fact]
    public void Env_NotSet_IsAnErrorWithPosition()
    {
        var snapshot = DeploymentFolder.Read("[t]\n\n  x = 'a $env{EMAILCONSOLE_NOT_SET}'\n y = 1");

        var error = Error(snapshot, "t.x");
        Assert.Equal((3, 7), (error.Line, error.Column));
        Assert.Contains("EMAILCONSOLE_NOT_SET", error.Message, StringComparison.Ordinal);
        Assert.False(snapshot.Table("t")!.Values.ContainsKey("x"));
        Assert.Equal(1L, snapshot.Table("t")!.Values["y"].Value);
    }

    [Fact]
    public void Sys_Key_IsReadFromConfiguration()
    {
        using var folder = new DeploymentFolder("[t]\nx = '$sys{Smtp:Host}:$sys{smtp.port}'\ny = '$sys{Empty}'\nz = '$sys{Nowhere}'");
        folder.Configuration["Smtp:Host"] = "$1\\mail";
        folder.Configuration["smtp.port"] = "25";
        folder.Configuration["Empty"] = "";

        var snapshot = folder.Read();

        Assert.Equal("$1\\mail:25", snapshot.Table("t")!.Values["x"].Value);
        Assert.Contains("'Empty'", Error(snapshot, "t.y").Message, StringComparison.Ordinal);
        Assert.Contains("'Nowhere'", Error(snapshot, "t.z").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("587", 587L)]
    [InlineData("'text'", "text")]
    public void Ref_Alone_CopiesTheValueAsSuch(string value, object expected) =>
        Assert.Equal(expected, Resolve("'$ref{u.v.y}'", $"[u.v]\ny = {value}").Value);

    [Fact]
    public void Ref_List_IsCopiedAsSuch() =>
        Assert.Equal(new List<object> { "a", 1L }, Resolve("'$ref{u.y}'", "[u]\ny = ['a', 1]").Value);

    [Theory]
    [InlineData("'$ref{u.y}:$ref{u.z}'", "[u]\ny = 'h'\nz = 25", "h:25")]
    [InlineData("'a$ref{u.y}'", "[u]\ny = true", "atrue")]
    [InlineData("'$ref{u.y}'", "[u]\ny = '$ref{u.z}'\nz = '$ref{t.w}'\n", null)]
    [InlineData("'$ref{u.y}'", "w = 'end'\n[u]\ny = '$ref{u.z}'\nz = '$ref{t.w}'\n", "end")]
    [InlineData("'$ref{u.mail.smtp.host}'", "[u]\n\"mail.smtp.host\" = 'q'", "q")]
    [InlineData("'$ref{u.mail.smtp.host}'", "[u]\nmail.smtp.host = 'd'", "d")]
    public void Ref_InText_IsReplaced(string value, string rest, string? expected)
    {
        var snapshot = DeploymentFolder.Read($"[t]\nx = {value}\n{rest}");

        Assert.Equal(expected, snapshot.Table("t")!.Values.GetValueOrDefault("x")?.Value);
        Assert.Equal(expected is null, snapshot.Diagnostics.Any());
    }

    [Theory]
    [InlineData("x = '$ref{t.x}'", "circle")]
    [InlineData("x = '$ref{t.y}'\ny = 'a $ref{t.z}'\nz = ['$ref{t.x}']", "circle")]
    [InlineData("x = '$ref{t.none}'", "no key 't.none'")]
    [InlineData("x = '$ref{t}'", "is a table")]
    [InlineData("x = 'a$ref{t.y}'\ny = [1]", "is a list")]
    [InlineData("x = '$ref{}'", "names nothing")]
    [InlineData("x = '$ref{t.y}'\ny = '$env{EMAILCONSOLE_NOT_SET}'", "EMAILCONSOLE_NOT_SET")]
    public void Ref_Wrong_IsAnError(string lines, string words) =>
        Assert.Contains(words, Error(DeploymentFolder.Read("[t]\n" + lines), "t.x").Message, StringComparison.Ordinal);

    [Fact]
    public void Ref_LongChain_IsAnErrorAndEnds()
    {
        var lines = Enumerable.Range(0, 20_000).Select(i => $"k{i} = '$ref{{k{i + 1}}}'");

        var snapshot = DeploymentFolder.Read(string.Join('\n', lines) + "\nk20000 = 'end'");

        Assert.Contains("more than 32 keys", Error(snapshot, "k0").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ref_Doubling_IsAnErrorAndEnds()
    {
        var lines = Enumerable.Range(0, 30).Select(i => $"k{i} = '$ref{{k{i + 1}}}$ref{{k{i + 1}}}'");

        var snapshot = DeploymentFolder.Read(string.Join('\n', lines) + "\nk30 = 'xxxxxxxxxxxxxxxx'");

        Assert.Contains("64 KB", Error(snapshot, "k0").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_ManyUnclosedReferences_Ends() =>
        Assert.NotNull(Resolve($"'{string.Concat(Enumerable.Repeat("$ref{$env{", 50_000))}'").Value);

    [Theory]
    [InlineData("$")]
    [InlineData("$$")]
    [InlineData("${x}")]
    [InlineData("$env")]
    [InlineData("$env{open")]
    [InlineData("$ENV{x}")]
    [InlineData("$other{x}")]
    [InlineData("a$b{c}d$")]
    [InlineData("{}$}{")]
    public void Resolve_DollarWithoutReference_IsLiteral(string text)
    {
        var value = Resolve($"'{text}'");

        Assert.Equal(text, value.Value);
        Assert.Null(value.Reference);
    }

    [Fact]
    public void Resolve_Combined_ReplacesEach()
    {
        var user = Variable("user");

        var value = Resolve($"'$env{{{user}}}@$ref{{u.d}} $secret{{s}}'", "[u]\nd = 'foo.com'\n[secrets]\ns = '[p]'");

        Assert.Equal("user@foo.com p", value.Value);
        Assert.Equal($"$env{{{user}}} $ref{{u.d}} $secret{{s}}", value.Reference);
    }

    [Fact]
    public void Resolve_ReferenceInName_ComesFirst()
    {
        var table = Variable("u");

        Assert.Equal("found", Resolve($"'$ref{{$env{{{table}}}.y}}'", "[u]\ny = 'found'").Value);
    }

    [Fact]
    public void Resolve_List_ReplacesInEachItem()
    {
        var name = Variable("v");

        var value = Resolve($"['a', '$env{{{name}}}', ['<$ref{{u.y}}>'], 1]", "[u]\ny = 'w'");

        var list = Assert.IsType<List<object>>(value.Value);
        Assert.Equal(["a", "v", 1L], [list[0], list[1], list[3]]);
        Assert.Equal(["<w>"], (List<object>)list[2]);
    }

    [Fact]
    public void Resolve_ArrayOfTables_ReplacesInside()
    {
        var name = Variable("v");

        var list = (List<object>)DeploymentFolder.Read($"[[l]]\nx = '$env{{{name}}}'").Table("")!.Values["l"].Value;

        Assert.Equal("v", ((DeploymentTable)list[0]).Values["x"].Value);
    }

    [Fact]
    public void Reference_TextAroundIt_IsNotPartOfIt() =>
        Assert.Equal("$secret{s}", Resolve("'hunter2$secret{s}'", "[secrets]\ns = '[p]'").Reference);
}
