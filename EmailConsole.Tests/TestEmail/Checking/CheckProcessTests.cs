using System.Diagnostics;
using System.Text;
using EmailConsole.TestEmail.Checking;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.TestEmail.Checking;

/// <summary>The command as somebody starts it: a process of its own.</summary>
public sealed class CheckProcessTests : IDisposable
{
    private const string Password = "p1ped-password";

    private readonly string _folder = Directory.CreateTempSubdirectory("emailconsole-check-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Program_SecretIsPiped_SendsAndMakesNoDatabase()
    {
        await using var server = new ScriptedSmtpServer().Start();
        var start = new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "EmailConsole.dll"), CheckProviderCommand.Name, "--kind", "smtp", "--from", "codes@foo.example", "--to", "someone@bar.example",
            "--set", "host=127.0.0.1", "--set", $"port={server.Port}", "--set", "encryption=None", "--set", "username=codes", "--accept-clear-text",
        ])
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__EmailConsole"] = $"Data Source={Path.Combine(_folder, "console.db")}";

        using var process = Process.Start(start)!;
        using var bound = new CancellationTokenSource(Bound.Wait);
        try
        {
            await process.StandardInput.WriteLineAsync(Password);
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(bound.Token);
            var output = await process.StandardOutput.ReadToEndAsync(bound.Token) + await errors;
            await process.WaitForExitAsync(bound.Token);

            Assert.True(process.ExitCode == 0, output);
            Assert.Contains("Accepted: 250", output, StringComparison.Ordinal);
            Assert.DoesNotContain(Password, output, StringComparison.Ordinal);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        Assert.Contains($"AUTH PLAIN {Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0codes\0{Password}"))}", server.Commands);
        Assert.Single(server.Messages);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }
}
