using EmailConsole.Deployment;

namespace EmailConsole.Tests.Deployment;

public sealed class SecretTests
{
    private static DeploymentDiagnostic Only(DeploymentSnapshot snapshot) => Assert.Single(snapshot.Diagnostics);

    [Theory]
    [InlineData("hunter2")]
    [InlineData("$env{PATH} $ref{t.x} $secret{s}")]
    [InlineData("]brackets[ & <x> é")]
    [InlineData("")]
    public void Secret_PlainInFile_IsTakenAsItIsWithAWarning(string secret)
    {
        var snapshot = DeploymentFolder.Read($"[t]\n x = '$secret{{s}}'\n[secrets]\ns = '[{secret}]'");

        var value = snapshot.Table("t")!.Values["x"];
        Assert.Equal(secret, value.Value);
        Assert.True(value.HoldsSecret);
        var warning = Only(snapshot);
        Assert.Equal((DeploymentSeverity.Warning, 2, 2, "t.x"), (warning.Severity, warning.Line, warning.Column, warning.Key));
        Assert.Contains("line 4", warning.Message, StringComparison.Ordinal);
        Assert.True(secret.Length == 0 || !warning.Message.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public void Secret_ThroughRef_IsStillASecret()
    {
        using var folder = new DeploymentFolder("[t]\nx = '$ref{t.y}'\ny = 'a $secret{s}'");
        folder.WriteSecret("s", "hunter2");

        var value = folder.Read().Table("t")!.Values["x"];

        Assert.Equal("a hunter2", value.Value);
        Assert.True(value.HoldsSecret);
    }

    [Fact]
    public void Secret_EncryptedByWso2_IsAnErrorThatNamesTheCure()
    {
        using var folder = new DeploymentFolder("[t]\nx = '$secret{s}'\n[secrets]\ns = 'Qm9ndXM='");

        var error = Only(folder.Read());

        Assert.Equal((DeploymentSeverity.Error, 2, "t.x"), (error.Severity, error.Line, error.Key));
        Assert.Contains("line 4", error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(folder.Path, "secrets", "s"), error.Message, StringComparison.Ordinal);
        Assert.Contains("s = \"[the secret]\"", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Qm9ndXM=", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_EncryptedButInFolder_IsReadFromTheFolder()
    {
        using var folder = new DeploymentFolder("[t]\nx = '$secret{s}'\n[secrets]\ns = 'Qm9ndXM='");
        folder.WriteSecret("s", "hunter2");

        var snapshot = folder.Read();

        Assert.Equal("hunter2", snapshot.Table("t")!.Values["x"].Value);
        Assert.Empty(snapshot.Diagnostics);
    }

    [Fact]
    public void Secret_EncryptedButNotUsed_IsNobodysBusiness() =>
        Assert.Empty(DeploymentFolder.Read("[t]\nx = 1\n[secrets]\ns = 'Qm9ndXM='").Diagnostics);

    [Theory]
    [InlineData("hunter2\n", "hunter2")]
    [InlineData("hunter2\r\n", "hunter2")]
    [InlineData("hunter2\n\n", "hunter2\n")]
    [InlineData(" spaces \t", " spaces \t")]
    [InlineData("$env{PATH}", "$env{PATH}")]
    [InlineData("pässwörd 😀", "pässwörd 😀")]
    public void Secret_InFolder_LosesOneFinalLineBreak(string content, string expected)
    {
        using var folder = new DeploymentFolder("[t]\nx = '$secret{smtp.password-1}'");
        folder.WriteSecret("smtp.password-1", content);

        var snapshot = folder.Read();

        Assert.Equal(expected, snapshot.Table("t")!.Values["x"].Value);
        Assert.Empty(snapshot.Diagnostics);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("sub/../../outside")]
    [InlineData("..\\\\outside")]
    [InlineData("/etc/hostname")]
    [InlineData("C:outside")]
    [InlineData("a\\u0000b")]
    [InlineData("a\\nb")]
    public void Secret_AliasThatLeavesTheFolder_IsRefused(string alias)
    {
        using var folder = new DeploymentFolder($"[t]\nx = \"$secret{{{alias}}}\"");
        folder.WriteSecret("inside", "x");
        File.WriteAllText(Path.Combine(folder.Path, "outside"), "hunter2");

        var snapshot = folder.Read();

        Assert.Equal(DeploymentSeverity.Error, Only(snapshot).Severity);
        Assert.Empty(snapshot.Table("t")!.Values);
    }

    [Fact]
    public void Secret_Nowhere_IsAnErrorThatSaysWhereToPutIt()
    {
        using var folder = new DeploymentFolder("[t]\nx = '$secret{s}'");

        Assert.Contains(Path.Combine(folder.Path, "secrets", "s"), Only(folder.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_FolderInsteadOfFile_IsAnError()
    {
        using var folder = new DeploymentFolder("[t]\nx = '$secret{s}'");
        Directory.CreateDirectory(Path.Combine(folder.Path, "secrets", "s"));

        Assert.Contains("folder", Only(folder.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_NameOfReference_IsRefusedWithoutSayingIt()
    {
        var snapshot = DeploymentFolder.Read("[t]\nx = '$env{$ref{t.y}}'\ny = '$secret{s}'\n[secrets]\ns = '[hunter2]'");

        var error = Assert.Single(snapshot.Diagnostics, d => d.Severity == DeploymentSeverity.Error);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }
}
