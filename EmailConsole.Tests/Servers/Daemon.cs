using System.Diagnostics;

namespace EmailConsole.Tests.Servers;

/// <summary>
/// A server in a process group of its own. It ends with <see cref="DisposeAsync"/>, and also when this process dies in
/// whatever way: a shell between the two waits for the pipe to close and then ends the whole group.
/// </summary>
internal sealed class Daemon : IAsyncDisposable
{
    private const string Guard = """
        log=$1; shift
        "$@" >>"$log" 2>&1 </dev/null &
        server=$!
        trap '' TERM
        cat >/dev/null
        kill -TERM $server 2>/dev/null
        tries=0
        while kill -0 $server 2>/dev/null && [ $tries -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
        [ -z "$DAEMON_FOLDER" ] || rm -rf "$DAEMON_FOLDER"
        kill -KILL -$$
        """;

    private readonly Process _guard;
    private readonly string _log;

    private Daemon(Process guard, string log)
    {
        _guard = guard;
        _log = log;
    }

    /// <param name="log">Where the server's output goes; it may write its own log there as well.</param>
    /// <param name="command">A server that stays in the foreground, and its arguments.</param>
    public static Daemon Start(string log, params string[] command) => StartIn(null, log, command);

    /// <param name="folder">Removed when the server has ended, however this process ends; null: none.</param>
    /// <param name="log">As above.</param>
    /// <param name="command">As above.</param>
    public static Daemon StartIn(string? folder, string log, params string[] command)
    {
        var start = new ProcessStartInfo("setsid", ["/bin/sh", "-c", Guard, "guard", log, .. command])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
            Environment = { ["DAEMON_FOLDER"] = folder },
        };
        return new Daemon(Process.Start(start)!, log);
    }

    /// <summary>Waits until something is true, at most 20 s.</summary>
    /// <exception cref="InvalidOperationException">It did not come true; the message holds the end of the log.</exception>
    public async Task WaitUntilAsync(Func<Task<bool>> isReady, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await isReady())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Bound.Wait)
            {
                var log = File.Exists(_log) ? string.Join('\n', (await File.ReadAllLinesAsync(_log)).TakeLast(20)) : "";
                throw new InvalidOperationException($"{what}\n{log}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        using var patience = new CancellationTokenSource(Bound.Wait);
        try
        {
            await _guard.WaitForExitAsync(patience.Token);
        }
        finally
        {
            _guard.Dispose();
        }
    }
}
