using System.Diagnostics;
using System.Text;

namespace EmailConsole.Tests.Submission.Clients;

/// <summary>A program of the system that hands a message over, run to its end.</summary>
internal static class ClientProgram
{
    private static readonly string Scripts = Path.Combine(RepositoryRoot.Find(), "EmailConsole.Tests", "Submission", "Clients");

    /// <summary>What this machine lacks of them; null: nothing.</summary>
    public static string? Missing { get; } = FindMissing();

    /// <summary>What this machine lacks of the libraries of other platforms, which are Debian's; null: nothing.</summary>
    public static string? MissingLibrary { get; } = Array.Find(
        [
            "/usr/bin/php", "/usr/share/php/Symfony/Component/Mailer", "/usr/bin/python3", "/usr/lib/python3/dist-packages/django",
            "/usr/bin/ruby", "/usr/lib/ruby/vendor_ruby/mail.rb",
        ],
        path => !Path.Exists(path)) is { } missing ? $"{missing} is not there (Debian: run test.sh)." : null;

    public static string Script(string name) => Path.Combine(Scripts, name);

    /// <returns>Its exit code, and all that it said.</returns>
    public static async Task<(int Code, string Output)> RunAsync(string program, IEnumerable<string> arguments, string input = "", string? authorities = null)
    {
        var start = new ProcessStartInfo(Requirement.FindProgram(program) ?? program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment =
            {
                ["NODE_PATH"] = "/usr/share/nodejs",
                ["LC_ALL"] = "C.UTF-8",
                ["JAVA_TOOL_OPTIONS"] = null,

                // By which curl, node and Python trust others than the system's
                ["CURL_CA_BUNDLE"] = authorities,
                ["NODE_EXTRA_CA_CERTS"] = authorities,
                ["SSL_CERT_FILE"] = authorities,
            },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(input));
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    private static string? FindMissing()
    {
        foreach (var program in new[] { "python3", "node", "javac", "curl", "msmtp", "swaks" })
        {
            if (Requirement.FindProgram(program) is null)
            {
                return $"{program} is not installed (Debian: run test.sh).";
            }
        }

        return Array.Find(["/usr/share/nodejs/nodemailer", "/usr/share/java/javax.mail.jar"], path => !Path.Exists(path)) is { } library
            ? $"{library} is not there (Debian: run test.sh)."
            : null;
    }
}

/// <summary>A test with several sets of data that needs those programs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClientProgramTheoryAttribute : TheoryAttribute
{
    public ClientProgramTheoryAttribute() => Skip = Requirement.SkipUnless(ClientProgram.Missing);
}

/// <summary>A test with several sets of data that needs the libraries of other platforms.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PlatformLibraryTheoryAttribute : TheoryAttribute
{
    public PlatformLibraryTheoryAttribute() => Skip = Requirement.SkipUnless(ClientProgram.MissingLibrary);
}
