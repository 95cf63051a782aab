using System.Text;

namespace EmailConsole.Cluster;

/// <summary>
/// Tells the other nodes many small facts, and waits for nothing: they are gathered while those before are on their way, so that a flood of them costs one
/// statement at a time. What is too much is dropped. Thread-safe.
/// </summary>
/// <param name="news">By which they are told.</param>
/// <param name="topic">Of those who listen.</param>
internal sealed class NewsLines(INews news, string topic)
{
    public const char Separator = '\n';

    private const int MostBytes = 6_000;
    private const int MostWaiting = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<string> _waiting = new();
    private bool _isTelling;

    /// <param name="line">A hundred bytes or so; no secret, and no name.</param>
    public void Tell(string line)
    {
        lock (_gate)
        {
            if (_waiting.Count < MostWaiting)
            {
                _waiting.Enqueue(line);
            }

            if (_isTelling)
            {
                return;
            }

            _isTelling = true;
        }

        _ = TellAsync();
    }

    private async Task TellAsync()
    {
        try
        {
            while (Next() is { Length: > 0 } text)
            {
                await news.TellAsync(topic, text, CancellationToken.None);
            }
        }
        catch (ObjectDisposedException)
        {
            // The console has stopped; nothing more is told
        }
    }

    private string Next()
    {
        var text = new StringBuilder();
        lock (_gate)
        {
            while (_waiting.TryPeek(out var line) && text.Length + line.Length < MostBytes)
            {
                text.Append(text.Length > 0 ? Separator.ToString() : "").Append(_waiting.Dequeue());
            }

            _isTelling = text.Length > 0;
        }

        return text.ToString();
    }
}
