using System.Diagnostics;
using EmailConsole.EmailProviders.MovingIn;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.EmailProviders.MovingIn;

/// <summary>The import as an administrator starts it: a process of its own, in a shell.</summary>
internal static class ImportProcess
{
    /// <summary>Passwords come from the environment.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string fromPassword, params string[] arguments)
    {
        using var process = Start("dotnet", [Program, ImportCommand.Name, .. arguments], start =>
        {
            start.Environment[ISecretPrompt.FromPassword] = fromPassword;
            start.Environment[ISecretPrompt.ToPassword] = ConsolePeople.Password;
        });
        process.StandardInput.Close();
        return await EndAsync(process, "");
    }

    /// <summary>Passwords are typed at a terminal, each when it is asked for.</summary>
    /// <param name="typed">The beginning of a question and what to type.</param>
    /// <param name="arguments">Without blanks or quotes.</param>
    /// <returns>All that the terminal showed.</returns>
    public static async Task<(int Code, string Output)> RunAtTerminalAsync(IEnumerable<(string Question, string Answer)> typed, params string[] arguments)
    {
        using var process = Start("script", ["-qefc", $"dotnet '{Program}' {ImportCommand.Name} {string.Join(' ', arguments)}", "/dev/null"], _ => { });
        var shown = "";
        using var bound = new CancellationTokenSource(Bound.Wait);
        var buffer = new char[4096];
        foreach (var (question, answer) in typed)
        {
            while (!shown.Contains(question, StringComparison.Ordinal))
            {
                var read = await process.StandardOutput.ReadAsync(buffer, bound.Token);
                Assert.True(read > 0, $"'{question}' was not asked: {shown}");
                shown += new string(buffer, 0, read);
            }

            await process.StandardInput.WriteAsync($"{answer}\r");
            await process.StandardInput.FlushAsync(bound.Token);
        }

        return await EndAsync(process, shown);
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "EmailConsole.dll");

    private static Process Start(string program, string[] arguments, Action<ProcessStartInfo> prepare)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove(ISecretPrompt.FromPassword);
        start.Environment.Remove(ISecretPrompt.ToPassword);
        prepare(start);
        return Process.Start(start)!;
    }

    private static async Task<(int Code, string Output)> EndAsync(Process process, string shown)
    {
        using var bound = new CancellationTokenSource(Bound.Wait);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(bound.Token);
            var output = shown + await process.StandardOutput.ReadToEndAsync(bound.Token) + await errors;
            await process.WaitForExitAsync(bound.Token);
            return (process.ExitCode, output);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
