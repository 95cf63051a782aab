using System.Diagnostics;
using System.Text.Json;

namespace EmailConsole.Tests.Rest.Documentation;

/// <summary>A shell into which commands are pasted: curl asks nobody for a password and tells the status.</summary>
internal sealed class Shell : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public Shell() => File.WriteAllText(_home[".curlrc"], "silent\nshow-error\nmax-time = 60\nwrite-out = \"\\n%{http_code}\"\n");

    /// <summary>Variables that the commands use.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <returns>The status, and the body where there is one.</returns>
    public async Task<(int Status, string Text, JsonElement Body)> PasteAsync(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command])
        {
            WorkingDirectory = _home,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CURL_HOME"] = _home;
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command}\nended with {process.ExitCode}: {await errors}{text}");
        var lines = text.Split('\n');
        var json = lines.LastOrDefault(line => line.StartsWith('{') || line.StartsWith('['));
        return (int.Parse(lines[^1], System.Globalization.CultureInfo.InvariantCulture), text, json is null ? default : JsonSerializer.Deserialize<JsonElement>(json));
    }

    public void Dispose() => _home.Dispose();
}
