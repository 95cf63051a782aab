using EmailConsole.Cluster;

namespace EmailConsole.Tests.Cluster;

/// <summary>Between nodes of a test: each hears the others at once.</summary>
internal sealed class FakeNews : INews
{
    public FakeNews? Other { get; set; }

    public INewsListener? Listener { get; set; }

    public List<string> Told { get; } = [];

    /// <summary>Until it is ended nothing is told.</summary>
    public TaskCompletionSource? Held { get; set; }

    public static (FakeNews First, FakeNews Second) Pair()
    {
        var (first, second) = (new FakeNews(), new FakeNews());
        (first.Other, second.Other) = (second, first);
        return (first, second);
    }

    public async Task TellAsync(string topic, string text, CancellationToken cancellationToken)
    {
        Told.Add(text);
        if (Held is { } held)
        {
            await held.Task;
        }

        foreach (var line in text.Split(NewsLines.Separator))
        {
            if (Other?.Listener is { } listener && listener.Topic == topic)
            {
                listener.Heard(line);
            }
        }
    }
}

/// <summary>Counts what other nodes tell about something.</summary>
internal sealed class HeardNews(string topic) : INewsListener
{
    private int _lines;

    public string Topic => topic;

    public int Lines => Volatile.Read(ref _lines);

    public void Heard(string line) => Interlocked.Increment(ref _lines);
}
