using EmailConsole.Tests.Servers;
using MimeKit;

namespace EmailConsole.Tests.Hosting.Kills;

/// <summary>A Postfix of its own: what it has is a file in its mailbox.</summary>
internal sealed class PostfixKillReceiver : IKillReceiver
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = Bound.Wait * 3;

    private readonly ServerFolder _folder;
    private readonly TestCertificates _certificates;
    private readonly PostfixServer _postfix;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<HashSet<string>> _ends = [];
    private readonly Dictionary<string, string> _messageIds = new(StringComparer.Ordinal);
    private readonly Task _counting;
    private volatile int _taken;

    private PostfixKillReceiver(ServerFolder folder, TestCertificates certificates, PostfixServer postfix)
    {
        (_folder, _certificates, _postfix) = (folder, certificates, postfix);
        _counting = Task.Run(CountAsync);
    }

    public int Port => _postfix[PostfixPort.ClearText];

    public int Taken => _taken;

    public IReadOnlyList<IReadOnlyList<string>> Lives
    {
        get
        {
            var lives = new List<IReadOnlyList<string>>();
            HashSet<string> known = new(StringComparer.Ordinal);
            foreach (var end in _ends.Append([.. _postfix.MailFiles()]))
            {
                lives.Add([.. end.Except(known).Select(ReadMessageId)]);
                known = end;
            }

            return lives;
        }
    }

    public static async Task<PostfixKillReceiver> StartAsync()
    {
        var folder = new ServerFolder();
        var certificates = new TestCertificates();
        // Nobody signs in at the port that is used
        var postfix = await PostfixServer.StartAsync(folder, certificates, folder["no-sasl"]);
        return new PostfixKillReceiver(folder, certificates, postfix);
    }

    public async Task AfterAsync(int messages)
    {
        var goal = _taken + messages;
        await UntilAsync(() => _taken >= goal);
    }

    public async Task EndLifeAsync()
    {
        await UntilAsync(() => _postfix.IsIdle);
        _ends.Add([.. _postfix.MailFiles()]);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _counting;
        await _postfix.DisposeAsync();
        _certificates.Dispose();
        _folder.Dispose();
        _stop.Dispose();
    }

    private string ReadMessageId(string file)
    {
        if (!_messageIds.TryGetValue(file, out var id))
        {
            using var stream = File.OpenRead(file);
            _messageIds[file] = id = HeaderList.Load(stream)[HeaderId.MessageId]!.Trim('<', '>');
        }

        return id;
    }

    // One count for all who ask: a mailbox is a folder of thousands of files
    private async Task CountAsync()
    {
        using var poll = new PeriodicTimer(Look);
        try
        {
            while (await poll.WaitForNextTickAsync(_stop.Token))
            {
                _taken = _postfix.MailFiles().Count();
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over
        }
    }

    private Task UntilAsync(Func<bool> condition) =>
        Bound.UntilAsync(condition, () => $"Postfix did not come to that.\n{string.Join('\n', _postfix.Log.Split('\n').TakeLast(20))}", Patience);
}
