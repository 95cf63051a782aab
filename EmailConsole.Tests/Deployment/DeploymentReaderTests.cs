using EmailConsole.Deployment;

namespace EmailConsole.Tests.Deployment;

public sealed class DeploymentReaderTests
{
    [Theory]
    [InlineData("a = 1", "", "a", 1, 1)]
    [InlineData("[t]\nx = 1", "t", "x", 2, 1)]
    [InlineData("[t]\r\n\r\n  x = 1\r\n", "t", "x", 3, 3)]
    [InlineData("# comment\n[t.u]\n\"quoted.key\" = 'x'", "t.u", "quoted.key", 3, 1)]
    [InlineData("[t]\na = \"\"\"\none\ntwo\"\"\"\nb = 2", "t", "b", 5, 1)]
    [InlineData("t.u.x = true", "t.u", "x", 1, 1)]
    [InlineData("t = { u = 1, x = 'é' }", "t", "x", 1, 14)]
    [InlineData("t = { '😀' = 1, x = 2 }", "t", "x", 1, 16)]
    [InlineData("\uFEFF[t]\nx = 1", "t", "x", 2, 1)]
    public void Read_Value_HasPositionOfKey(string text, string table, string key, int line, int column)
    {
        var value = DeploymentFolder.Read(text).Table(table)!.Values[key];

        Assert.Equal((line, column), (value.Line, value.Column));
    }

    [Theory]
    [InlineData("x = 1", 5)]
    [InlineData("  x   =   'é'", 11)]
    [InlineData("'😀' = 1\nx=1", 3)]
    public void Read_Value_HasColumnOfItself(string text, int column) =>
        Assert.Equal(column, DeploymentFolder.Read(text).Table("")!.Values["x"].ValueColumn);

    [Theory]
    [InlineData("[t]\nx = 'text'", "text")]
    [InlineData("[t]\nx = 12", 12L)]
    [InlineData("[t]\nx = 1.5", 1.5)]
    [InlineData("[t]\nx = false", false)]
    [InlineData("[t]\nx = 2026-01-02", "2026-01-02")]
    public void Read_Value_KeepsType(string text, object expected) =>
        Assert.Equal(expected, DeploymentFolder.Read(text).Table("t")!.Values["x"].Value);

    [Theory]
    [InlineData("[a.b]\nx = 1", 1)]
    [InlineData("\n[a]\n[a.b]\nx = 1", 3)]
    [InlineData("[a.b.c]\ny = 1\n[a.b]\nx = 1", 3)]
    [InlineData("[a]\nb.x = 1", 2)]
    [InlineData("[a]\nb = { x = 1 }", 2)]
    [InlineData("a = { b = { x = 1 } }", 1)]
    public void Read_TableInAnySpelling_IsFoundByDottedName(string text, int line)
    {
        var table = DeploymentFolder.Read(text).Table("a.b")!;

        Assert.Equal(1L, table.Values["x"].Value);
        Assert.Equal(line, table.Line);
    }

    [Fact]
    public void Read_ArrayOfTables_IsAListOfTables()
    {
        var snapshot = DeploymentFolder.Read("[[a.list]]\nx = 1\n[a.list.sub]\ny = 2\n[[a.list]]\nx = 3");

        var list = Assert.IsType<List<object>>(snapshot.Table("a")!.Values["list"].Value);
        Assert.Equal([1L, 3L], list.Select(t => ((DeploymentTable)t).Values["x"].Value));
        Assert.IsType<DeploymentTable>(((DeploymentTable)list[0]).Values["sub"].Value);
    }

    [Theory]
    [InlineData("[t]\nx = 1\n[t]\ny = 2", 3, 1, "line 1")]
    [InlineData("[t]\nx = 1\n  x = 2", 3, 3, "line 2")]
    [InlineData("[t]\nb = { c = 1 }\n[t.b]\nd = 1", 3, 1, "line 2")]
    [InlineData("[t\nx = 1", 1, 3, "bracket")]
    [InlineData("[t]\nport = \ny = 1", 2, 8, "value is missing")]
    [InlineData("[t]\nhost = smtp.example.com", 2, 8, "quotes")]
    [InlineData("[t]\n  host 'x'", 2, 8, "equals sign")]
    [InlineData("[t]\nx = \"open", 2, 9, "not closed")]
    [InlineData("[t]\nx = \"\"\"open\nmore\n", 3, 5, "not closed")]
    [InlineData("[t]\nx = \"a\\qb\"", 2, 8, "backslash")]
    [InlineData("[t]\nx = 'one' 'two'", 2, 11, "follows the value")]
    [InlineData("[t]\nx\u0001 = 1", 2, 2, "control character")]
    [InlineData("[t]\nx = 99999999999999999999", 2, 5, "too large")]
    [InlineData("rubbish", 1, 8, "equals sign")]
    public void Read_BrokenSyntax_SaysWhereAndWhatToDo(string text, int line, int column, string words)
    {
        var snapshot = DeploymentFolder.Read(text);

        var first = snapshot.Diagnostics[0];
        Assert.Equal((DeploymentSeverity.Error, line, column), (first.Severity, first.Line, first.Column));
        Assert.Contains(words, first.Message, StringComparison.Ordinal);
        Assert.True(snapshot.IsBroken);
        Assert.Empty(snapshot.Tables);
    }

    [Theory]
    [InlineData("[t]\nport = = 3")]
    [InlineData("[t]\nport = 5 8 7")]
    [InlineData("[t]\nhost = smtp.example.com")]
    public void Read_OneTypingMistake_IsOneError(string text) => Assert.Single(DeploymentFolder.Read(text).Diagnostics);

    [Theory]
    [InlineData("[t]\npassword = hunter2")]
    [InlineData("[t]\npassword = 'x' hunter2")]
    [InlineData("[t]\npassword = 'hunter2'\n[t]\npassword = 'hunter2'")]
    [InlineData("[t]\npassword = \"hunter2\n")]
    [InlineData("[t]\nhunter2")]
    [InlineData("[t]\nhunter2 = 1\nhunter2 = 2")]
    public void Read_BrokenSyntax_DoesNotQuoteTheFile(string text) =>
        Assert.All(DeploymentFolder.Read(text).Diagnostics, d => Assert.DoesNotContain("hunter2", d.Message, StringComparison.Ordinal));

    [Fact]
    public void Read_NestedTooDeep_IsADiagnostic()
    {
        string[] texts =
        [
            "x = " + new string('[', 100_000),
            string.Concat("x = ", string.Concat(Enumerable.Repeat("{a=", 50_000)), "1"),
            string.Join('.', Enumerable.Repeat("a", 50_000)) + " = 1",
        ];

        Assert.All(texts, t => Assert.Contains("deeper", Assert.Single(DeploymentFolder.Read(t).Diagnostics).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_MissingFile_IsADiagnostic()
    {
        using var folder = new DeploymentFolder();

        var snapshot = folder.Read();

        Assert.False(snapshot.Exists);
        Assert.Contains(folder.File, Assert.Single(snapshot.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FolderInsteadOfFile_IsADiagnostic()
    {
        using var folder = new DeploymentFolder();
        Directory.CreateDirectory(folder.File);

        Assert.Contains("folder", Assert.Single(folder.Read().Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MoreThanOneMegabyte_IsADiagnostic()
    {
        using var folder = new DeploymentFolder("#" + new string('x', 1024 * 1024));

        Assert.Contains("1024 KB", Assert.Single(folder.Read().Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NotUtf8_SaysWhere()
    {
        using var folder = new DeploymentFolder();
        File.WriteAllBytes(folder.File, [.. "[t]\nx = 'é"u8, 0xE9, .. "'"u8]);

        var diagnostic = Assert.Single(folder.Read().Diagnostics);

        Assert.Equal((2, 7), (diagnostic.Line, diagnostic.Column));
        Assert.Contains("UTF-8", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[mail]\nhost = 'a' # Schl\u00FCssel\n", 2)]
    [InlineData("# Schl\u00FCssel\n[mail]\nhost = 'a'", 1)]
    [InlineData("[mail]\nhost = 'a'\n[other]\nx = [\n1, # \u00FC\n2]", 5)]
    [InlineData("[mail]\nhost = 'a'\n# a bell: \u0007", 3)]
    [InlineData("[mail]\nhost = 'a'\n# 'old = \u0000", 3)]
    public void Read_CommentThatIsNotUtf8_IsInForceWithAWarningAtTheLine(string text, int line)
    {
        var snapshot = ReadLatin1(text);

        Assert.False(snapshot.IsBroken);
        Assert.Equal("a", snapshot.Table("mail")!.Values["host"].Value);
        var warning = Assert.Single(snapshot.DiagnosticsOf("mail"));
        Assert.Equal((DeploymentSeverity.Warning, line), (warning.Severity, warning.Line));
    }

    [Theory]
    [InlineData("[mail]\nhost = 'a'\n[other]\nname = \"Schl\u00FCssel\"", "other.name", 4)]
    [InlineData("[mail]\nhost = 'a'\n[other]\n\"Schl\u00FCssel\" = 1", "other.Schl\uFFFDssel", 4)]
    [InlineData("[mail]\nhost = 'a'\n[other]\nx = [['\u00FC']]", "other.x", 4)]
    [InlineData("[mail]\nhost = 'a'\n[[other]]\nx = '\u00FC'", "other.x", 4)]
    [InlineData("[mail]\nhost = 'a'\n[other]\nx = { y = '\u00FC' }", "other.x.y", 4)]
    [InlineData("[mail]\nhost = 'a'\n[other]\nx = '''\none\n\u00FC'''", "other.x", 6)]
    [InlineData("[mail]\nhost = 'a'\n[other]\nx = \"\u0001\"", "other.x", 4)]
    public void Read_ValueThatIsNotUtf8_IsAnErrorOfItsKeyAlone(string text, string key, int line)
    {
        var snapshot = ReadLatin1(text);

        Assert.False(snapshot.IsBroken);
        Assert.Empty(snapshot.DiagnosticsOf("mail"));
        var error = Assert.Single(snapshot.Diagnostics);
        Assert.Equal((DeploymentSeverity.Error, key, line), (error.Severity, error.Key, error.Line));
        Assert.DoesNotContain(snapshot.Table(key[..key.LastIndexOf('.')])?.Values.Keys ?? [], name => key.EndsWith($".{name}", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_CharacterLostInAConversion_IsInForceWhereAComment()
    {
        var snapshot = DeploymentFolder.Read("[t]\nx = '\uE000' # \uFFFD");

        Assert.Equal("\uE000", snapshot.Table("t")!.Values["x"].Value);
        Assert.Equal(DeploymentSeverity.Warning, Assert.Single(snapshot.Diagnostics).Severity);
    }

    [Theory]
    [InlineData("utf-16", true, "UTF-16")]
    [InlineData("utf-16", false, "UTF-16")]
    [InlineData("utf-16BE", true, "UTF-16")]
    [InlineData("utf-16BE", false, "UTF-16")]
    [InlineData("utf-32", true, "UTF-32")]
    [InlineData("utf-32", false, "UTF-32")]
    public void Read_WideEncoding_IsNamed(string name, bool hasMark, string expected)
    {
        var encoding = System.Text.Encoding.GetEncoding(name);
        using var folder = new DeploymentFolder();
        File.WriteAllBytes(folder.File, [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes("[t]\nx = 1\n")]);

        var error = Assert.Single(folder.Read().Diagnostics);

        Assert.Equal((DeploymentSeverity.Error, 1), (error.Severity, error.Line));
        Assert.Contains($"The file is {expected}", error.Message, StringComparison.Ordinal);
    }

    private static DeploymentSnapshot ReadLatin1(string text)
    {
        using var folder = new DeploymentFolder();
        File.WriteAllBytes(folder.File, System.Text.Encoding.Latin1.GetBytes(text));
        return folder.Read();
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    public void Read_Device_IsADiagnostic(string device)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new DeploymentFolder();
        File.CreateSymbolicLink(folder.File, device);

        Assert.Contains("device", Assert.Single(folder.Read().Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Pipe_DoesNotWaitForItsWriter()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new DeploymentFolder();
        using var made = System.Diagnostics.Process.Start("mkfifo", folder.File);
        await made.WaitForExitAsync();

        var snapshot = await Task.Run(folder.Read).WaitAsync(Bound.Wait);

        Assert.Contains("pipe", Assert.Single(snapshot.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LinkToItself_IsADiagnostic()
    {
        using var folder = new DeploymentFolder();
        File.CreateSymbolicLink(folder.File, folder.File);

        Assert.Equal(DeploymentSeverity.Error, Assert.Single(folder.Read().Diagnostics).Severity);
    }

    [Fact]
    public void DiagnosticsOf_OtherTable_AreLeftOut()
    {
        var snapshot = DeploymentFolder.Read("[a]\nx = '$env{EMAILCONSOLE_NOT_SET}'\n[ab]\ny = '$env{EMAILCONSOLE_NOT_SET}'");

        Assert.Equal("a.x", Assert.Single(snapshot.DiagnosticsOf("a")).Key);
    }

    [Fact]
    public void Read_QuoteMissing_MarksWhatMayFollowFromIt()
    {
        var errors = DeploymentFolder.Read("[output_adapter.email]\nhostname = \"smtp.example.com\nport = 587\nusername = \"user\"\npassword = \"x\"").Diagnostics;

        Assert.Equal(2, errors[0].Line);
        Assert.False(errors[0].MayFollow);
        Assert.All(errors.Skip(1), e => Assert.True(e.MayFollow));
    }

    [Fact]
    public void Read_KeyTwiceAndThenAnError_AreTwoErrors() =>
        Assert.All(DeploymentFolder.Read("[a]\nb = 1\nb = 2\n[c]\nd = ").Diagnostics, e => Assert.False(e.MayFollow));
}
