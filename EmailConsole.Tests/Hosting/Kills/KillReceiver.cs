using System.Text.RegularExpressions;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Hosting.Kills;

/// <summary>An SMTP server that outlives the console, and counts what each of the console's lives handed to it.</summary>
internal sealed partial class KillReceiver : IAsyncDisposable
{
    private readonly ScriptedSmtpServer _server = new() { Extensions = ["PIPELINING", "8BITMIME", "CHUNKING", "ENHANCEDSTATUSCODES"] };
    private readonly Lock _gate = new();
    private readonly List<int> _ends = [];
    private TaskCompletionSource _reached = new();
    private int _taken;
    private int _goal = int.MaxValue;

    public KillReceiver()
    {
        _server.Script["CONTENT"] = (session, line) =>
        {
            Count();
            return session.BehaveAsync("CONTENT", line);
        };
        _server.Start();
    }

    public int Port => _server.Port;

    /// <summary>Messages taken, those that came twice included.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>The numbers of what came, one list for each life.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Lives
    {
        get
        {
            var numbers = _server.Messages.Select(m => int.Parse(Number().Match(m).Groups["number"].ValueSpan, null)).ToList();
            return [.. _ends.Prepend(0).Zip([.. _ends, numbers.Count], (from, to) => numbers[from..to])];
        }
    }

    /// <summary>Ends between the content of the message that is so many further and the reply to it.</summary>
    public Task AfterAsync(int messages)
    {
        lock (_gate)
        {
            _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _goal = _taken + messages;
            return _reached.Task;
        }
    }

    /// <summary>The console is dead: what it has sent still arrives, and then its life ends here as well.</summary>
    public async Task EndLifeAsync()
    {
        await _server.ClosedAsync();
        _ends.Add(_server.Messages.Count);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private void Count()
    {
        lock (_gate)
        {
            if (++_taken == _goal)
            {
                _reached.SetResult();
            }
        }
    }

    [GeneratedRegex("^Subject: Code (?<number>[0-9]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
