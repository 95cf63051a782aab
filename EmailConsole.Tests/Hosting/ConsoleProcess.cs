using System.Diagnostics;
using System.Text;

namespace EmailConsole.Tests.Hosting;

/// <summary>The console as a process of its own, as a user starts it: <c>dotnet EmailConsole.dll</c> from another folder.</summary>
internal sealed class ConsoleProcess : IAsyncDisposable
{
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ConsoleProcess(Process process) => Process = process;

    public Process Process { get; }

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    /// <param name="home">A folder for deployment.toml, database and keys.</param>
    /// <param name="environment">Development, Production ...</param>
    /// <param name="arguments">More configuration, such as <c>--Database:Provider=X</c>.</param>
    public static ConsoleProcess Start(string home, string environment, params string[] arguments) =>
        StartIn(Path.GetTempPath(), home, environment, arguments);

    /// <param name="currentFolder">Where it is started.</param>
    /// <inheritdoc cref="Start"/>
    public static ConsoleProcess StartIn(string currentFolder, string home, string environment, params string[] arguments) =>
        Run(CreateStart(currentFolder, home, environment, arguments));

    private static ProcessStartInfo CreateStart(string currentFolder, string home, string environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = currentFolder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "EmailConsole.dll"));
        start.ArgumentList.Add($"--Deployment:Path={Path.Combine(home, "deployment.toml")}");
        start.ArgumentList.Add("--DevelopmentMailbox:Port=0");
        start.ArgumentList.Add("--Submission:DevelopmentPort=0");
        start.ArgumentList.Add("--Submission:Port=");
        start.ArgumentList.Add("--Submission:TlsPort=");
        start.ArgumentList.Add("--urls=http://127.0.0.1:0");
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        return start;
    }

    private static ConsoleProcess Run(ProcessStartInfo start)
    {
        var console = new ConsoleProcess(new Process { StartInfo = start });
        console.Process.OutputDataReceived += (_, e) => console.Hear(console._output, e.Data);
        console.Process.ErrorDataReceived += (_, e) => console.Hear(console._errors, e.Data);
        console.Process.Start();
        console.Process.BeginOutputReadLine();
        console.Process.BeginErrorReadLine();
        return console;
    }

    /// <summary>Where it listens, as soon as it does.</summary>
    public async Task<Uri> AddressAsync()
    {
        await Task.WhenAny(_address.Task, Process.WaitForExitAsync()).WaitAsync(Bound.Wait);
        Assert.True(_address.Task.IsCompleted, $"The console ended before it listened: {Errors}");
        return await _address.Task;
    }

    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(Bound.Wait);
        await Process.WaitForExitAsync(limit.Token);
        return Process.ExitCode;
    }

    /// <summary>Asks it to stop, as systemd does.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{Process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        return await ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
        {
            Process.Kill(entireProcessTree: true);
            await Process.WaitForExitAsync();
        }

        Process.Dispose();
    }

    private void Hear(StringBuilder to, string? line)
    {
        const string listening = "Now listening on: ";
        if (line is null)
        {
            return;
        }

        lock (to)
        {
            to.AppendLine(line);
        }

        if (line.IndexOf(listening, StringComparison.Ordinal) is var at and >= 0)
        {
            _address.TrySetResult(new Uri(line[(at + listening.Length)..].Trim()));
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
