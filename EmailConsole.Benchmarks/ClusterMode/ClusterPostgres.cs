using System.Diagnostics;
using System.Globalization;
using EmailConsole.Benchmarks.ConsoleMode;

namespace EmailConsole.Benchmarks.ClusterMode;

/// <summary>A PostgreSQL of its own, which can be restarted: safe, as it is run.</summary>
internal sealed class ClusterPostgres : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _binaries;
    private readonly int _port = ConsoleServer.FreePort();

    private ClusterPostgres(string folder, string binaries) => (_folder, _binaries) = (folder, binaries);

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=postgres");

    private string Data => Path.Combine(_folder, "data");

    public static async Task<ClusterPostgres> StartAsync()
    {
        // Debian keeps each version apart
        var binaries = Directory.GetDirectories("/usr/lib/postgresql")
            .Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var major) && major >= 15)
            .Select(folder => Path.Combine(folder, "bin"))
            .First();
        var postgres = new ClusterPostgres(Directory.CreateTempSubdirectory("emailconsole-bench-").FullName, binaries);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", ["postgres:", postgres._folder]);
        }

        await postgres.RunAsUserAsync("initdb", "-D", postgres.Data, "-E", "UTF8", "--locale=C", "-A", "trust", "-U", "postgres");
        await postgres.ContinueAsync();
        return postgres;
    }

    /// <summary>Ends it at once: connections are closed, what is not committed is undone; and starts it again.</summary>
    public async Task RestartAsync()
    {
        await RunAsUserAsync("pg_ctl", "-D", Data, "-m", "fast", "-w", "stop");
        await ContinueAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsUserAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private Task ContinueAsync() => RunAsUserAsync(
        "pg_ctl", "-D", Data, "-w", "-l", Path.Combine(_folder, "log"), "-o",
        string.Create(CultureInfo.InvariantCulture, $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200"),
        "start");

    // As root it refuses to run
    private Task RunAsUserAsync(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", Path.Combine(_binaries, program), .. arguments])
        : RunAsync(Path.Combine(_binaries, program), arguments);

    private static async Task RunAsync(string program, string[] arguments)
    {
        // What it says goes nowhere: the server that it starts would keep a pipe open
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
        }
    }
}
