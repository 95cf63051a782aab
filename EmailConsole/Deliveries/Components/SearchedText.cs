using EmailConsole.Outbox.History;

namespace EmailConsole.Deliveries.Components;

/// <summary>What is looked for, as typed and as understood. Entries of the browser's history keep it, the address never does.</summary>
internal sealed class SearchedText
{
    private readonly List<string> _sent = [];
    private string _seen = "";

    public string Text { get; private set; } = "";

    public FindText Find { get; private set; } = FindText.None;

    public void Type(string text)
    {
        Text = FindText.WithoutSecret(text);
        Find = FindText.Of(Text);
    }

    /// <summary>What the next entry of the history is to keep.</summary>
    public string Send()
    {
        if (Text != _seen)
        {
            _sent.Add(Text);
        }

        return Text;
    }

    /// <summary>It comes back with its entry.</summary>
    /// <param name="entry">What the entry in force keeps.</param>
    /// <returns>Whether it is something else than is shown.</returns>
    public bool TakeFrom(string entry)
    {
        if (entry == _seen)
        {
            return false;
        }

        _seen = entry;
        if (_sent.Remove(entry) || entry == Text)
        {
            return false;
        }

        (Text, Find) = (entry, FindText.Of(entry));
        return true;
    }
}
