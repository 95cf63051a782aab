using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EmailConsole.Benchmarks.ConsoleMode;

/// <summary>The console as a process of its own, in Production, as it is run.</summary>
internal sealed class ConsoleServer : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private const int KilobyteOf = 1024;

    // The application's own output: only there are its static files known
    private static readonly string Application =
        Path.Combine(AppContext.BaseDirectory.Replace("EmailConsole.Benchmarks", "EmailConsole", StringComparison.Ordinal), "EmailConsole.dll");

    private const string Settings = "appsettings.json";

    private readonly Process _process;

    private ConsoleServer(Process process, Uri address, TimeSpan toListening, TimeSpan toFirstPage) =>
        (_process, Address, ToListening, ToFirstPage) = (process, address, toListening, toFirstPage);

    public Uri Address { get; }

    /// <summary>From the start of the process to the line that says where it listens.</summary>
    public TimeSpan ToListening { get; }

    /// <summary>From the start of the process to the first complete answer of the sign-in page.</summary>
    public TimeSpan ToFirstPage { get; }

    /// <summary>Resident memory, MB.</summary>
    public double ResidentMegabytes => File.ReadLines($"/proc/{_process.Id}/status")
        .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture))
        .First() / KilobyteOf;

    /// <summary>What the process has used of all processors since its start.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <param name="home">The folder of its deployment.toml and its certificate.</param>
    /// <param name="settings">Configuration keys besides.</param>
    public static Task<ConsoleServer> StartAsync(string home, params IReadOnlyList<(string Key, string Value)> settings) =>
        StartAsync(home, settings, []);

    /// <param name="home">The folder of its deployment.toml and its certificate.</param>
    /// <param name="settings">Configuration keys besides.</param>
    /// <param name="variables">Environment variables besides.</param>
    public static async Task<ConsoleServer> StartAsync(
        string home, IReadOnlyList<(string Key, string Value)> settings, IReadOnlyList<(string Name, string Value)> variables)
    {
        // Where it is started from, it finds them
        File.Copy(Path.Combine(AppContext.BaseDirectory, Settings), Path.Combine(home, Settings), overwrite: true);
        var start = CreateStartInfo(home, settings);
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is { } line && line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
            {
                address.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
            }
        };
        process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is { } line)
            {
                Console.Error.WriteLine(line);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        var at = await address.Task.WaitAsync(TimeSpan.FromMinutes(1));
        var toListening = watch.Elapsed;
        using var http = ServerCertificate.CreateClient(at);
        (await http.GetAsync("/sign-in")).EnsureSuccessStatusCode();
        return new ConsoleServer(process, at, toListening, watch.Elapsed);
    }

    /// <summary>Null: it runs.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    /// <summary>Sends it a signal.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Kills it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await SignalAsync("TERM");
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static ProcessStartInfo CreateStartInfo(string home, IReadOnlyList<(string Key, string Value)> settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };
        string[] arguments =
        [
            Application,
            $"--Deployment:Path={Path.Combine(home, "deployment.toml")}",
            "--AllowedHosts=localhost",
            $"--urls=https://localhost:{FreePort()}",
            $"--Kestrel:Certificates:Default:Path={Path.Combine(home, ServerCertificate.CertificateFile)}",
            $"--Kestrel:Certificates:Default:KeyPath={Path.Combine(home, ServerCertificate.KeyFile)}",
            "--Submission:Port=",
            "--Submission:TlsPort=",
            .. settings.Select(setting => $"--{setting.Key}={setting.Value}"),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        return start;
    }
}
