using EmailConsole.Deployment;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tests.Deployment;

namespace EmailConsole.Tests.EmailProviders.SuperTenant;

/// <summary>A section that is good, to be changed line by line: a line for a key takes the place of the one here.</summary>
internal static class Section
{
    public const string Header = "[output_adapter.email]";

    private static readonly Dictionary<string, string> Good = new()
    {
        ["hostname"] = "\"smtp.example.com\"",
        ["from_address"] = "\"no-reply@example.com\"",
        ["username"] = "\"user\"",
        ["password"] = "\"hunter2\"",
    };

    /// <param name="lines">Such as <c>port = 25</c>; <c>password</c> alone leaves the key out. Further tables stay at the end.</param>
    public static string With(params string[] lines)
    {
        var keys = lines.TakeWhile(l => !l.StartsWith('[')).ToList();
        var changed = keys.Select(l => l.Split('=')[0].Trim()).ToHashSet();
        return string.Join('\n',
        [
            Header,
            .. Good.Where(g => !changed.Contains(g.Key)).Select(g => $"{g.Key} = {g.Value}"),
            .. keys.Where(l => l.Contains('=', StringComparison.Ordinal)),
            .. lines.Skip(keys.Count),
        ]);
    }

    public static SuperTenantReading Read(params string[] lines) => ReadText(With(lines));

    /// <summary>What is said of a plain password is left out: these files have one, and other tests are about it.</summary>
    public static SuperTenantReading ReadText(string text)
    {
        var reading = SuperTenantReader.Read(DeploymentFolder.Read(text));
        return reading with { Diagnostics = [.. reading.Diagnostics.Where(d => !d.Message.Contains("stands in plain text, readable for everybody who can read this file. Put", StringComparison.Ordinal))] };
    }

    public static DeploymentDiagnostic Error(this SuperTenantReading reading) =>
        Assert.Single(reading.Diagnostics, d => d.Severity == DeploymentSeverity.Error);

    public static DeploymentDiagnostic Warning(this SuperTenantReading reading) => Assert.Single(reading.Diagnostics);

    public static SuperTenantSettings Settings(this SuperTenantReading reading)
    {
        Assert.DoesNotContain(reading.Diagnostics, d => d.Severity == DeploymentSeverity.Error);
        return reading.Provider!;
    }
}
