using System.Text.RegularExpressions;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Hosting.Kills;

/// <summary>A receiver in the process: it knows the moment at which it has a message and the console does not know that.</summary>
internal sealed partial class ScriptedKillReceiver : IKillReceiver
{
    private readonly ScriptedSmtpServer _server = new() { Extensions = ["PIPELINING", "8BITMIME", "CHUNKING", "ENHANCEDSTATUSCODES"] };
    private readonly Lock _gate = new();
    private readonly List<int> _ends = [];
    private TaskCompletionSource _reached = new();
    private int _taken;
    private int _goal = int.MaxValue;

    public ScriptedKillReceiver()
    {
        _server.Script["CONTENT"] = (session, line) =>
        {
            Count();
            return session.BehaveAsync("CONTENT", line);
        };
        _server.Start();
    }

    public int Port => _server.Port;

    public int Taken => Volatile.Read(ref _taken);

    public IReadOnlyList<IReadOnlyList<string>> Lives
    {
        get
        {
            var ids = _server.Messages.Select(m => MessageId().Match(m).Groups["id"].Value).ToList();
            return [.. _ends.Prepend(0).Zip([.. _ends, ids.Count], (from, to) => ids[from..to])];
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

    [GeneratedRegex(
        "^Message-Id: <(?<id>[^>\r\n]+)>",
        RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex MessageId();
}
