using System.Diagnostics;

namespace EmailConsole.Tests.Servers;

/// <summary>Runs programs of the system to their end.</summary>
internal static class Command
{
    public static string Find(string program) =>
        Requirement.FindProgram(program) ?? throw new InvalidOperationException($"{program} is not installed (Debian: run test.sh).");

    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    public static Task RunAsync(string program, params string[] arguments) => ReadAsync(program, arguments);

    /// <returns>What it wrote, without blanks around it.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    public static async Task<string> ReadAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Find(program), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{program}: {await error}{output}");
    }
}
