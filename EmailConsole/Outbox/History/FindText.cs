using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Outbox.Admission.Members;
using EmailConsole.Outbox.Store;

namespace EmailConsole.Outbox.History;

/// <summary>What one search box was given, and what it was understood as. A closed list.</summary>
public abstract record FindText
{
    /// <summary>Longer than a name and a value of metadata together.</summary>
    public const int MaxLength = 600;

    private FindText()
    {
    }

    /// <summary>Nothing is looked for.</summary>
    public static FindText None { get; } = new Nothing();

    /// <summary>In words, after "Looking for".</summary>
    public abstract string Words { get; }

    public abstract EmailFilter Narrow(EmailFilter filter);

    /// <param name="text">Any; a word and a colon in front say what it is, where it is not clear by itself.</param>
    public static FindText Of(string? text)
    {
        var typed = (text ?? "").Trim();
        typed = typed.Length > MaxLength ? typed[..MaxLength] : typed;
        var colon = typed.IndexOf(':', StringComparison.Ordinal);
        var value = colon < 0 ? "" : typed[(colon + 1)..].Trim();
        return (colon < 0 ? "" : typed[..colon].ToLowerInvariant()) switch
        {
            "to" => ToRecipient(value),
            "key" => value.Length == 0 ? new Unclear("an API key's id, its name or its first eleven characters") : new Key(value),
            "reply" => InReply(value),
            "id" => Guid.TryParse(value, out var id) ? new Message(id) : new Unclear("the whole id of a message"),
            "message-id" => value.Length == 0 ? new Unclear("a Message-ID") : new Header(Bare(value)),
            "metadata" => Pair(value) ?? (FindText)new Unclear("a name, an equals sign and a value"),
            _ => Clear(typed),
        };
    }

    /// <summary>What of a text may be kept and shown: of an API key that was pasted, the part by which it is known.</summary>
    public static string WithoutSecret(string text)
    {
        var typed = text.Trim();
        for (var at = typed.IndexOf(ApiKeyText.Start, StringComparison.Ordinal); at >= 0; at = typed.IndexOf(ApiKeyText.Start, at + 1, StringComparison.Ordinal))
        {
            var end = at + ApiKeyText.Length;
            if (end <= typed.Length && ApiKeyText.TryGetPrefix(typed[at..end], out var prefix))
            {
                typed = $"{typed[..at]}{prefix}{typed[end..]}";
            }
        }

        return typed.Length > MaxLength ? typed[..MaxLength] : typed;
    }

    private static FindText Clear(string typed) =>
        typed.Length == 0 ? None
        : Guid.TryParse(typed, out var id) ? new Message(id)
        : typed.StartsWith('"') && (typed.EndsWith('"') || !typed.Contains('@', StringComparison.Ordinal)) ? InReply(typed)
        : typed.StartsWith(ApiKeyText.Start, StringComparison.Ordinal) ? new Key(typed)
        : IsOurs(Bare(typed)) ? new Header(Bare(typed))
        : Pair(typed) ?? ToRecipient(Bare(typed));

    // As the outbox makes a Message-ID
    private static bool IsOurs(string text) => text.IndexOf('@', StringComparison.Ordinal) == 32 && Guid.TryParseExact(text[..32], "N", out _);

    private static string Bare(string text) => text.StartsWith('<') && text.EndsWith('>') && text.Length > 2 ? text[1..^1].Trim() : text;

    private static FindText ToRecipient(string text) =>
        RecipientFilter.Of(text) is { } recipient ? new Recipient(recipient) : new Unclear("a recipient's address, how it begins, or its domain");

    private static FindText InReply(string text) => text.Trim('"').Trim() is { Length: > 0 } words ? new Reply(words) : new Unclear("words of a server's reply");

    private static Metadata? Pair(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        var name = at < 0 ? "" : text[..at].Trim();
        return name.Length is > 0 and <= MetadataMember.LongestName && !name.Contains('@', StringComparison.Ordinal)
            ? new Metadata(name, text[(at + 1)..].Trim())
            : null;
    }

    private sealed record Nothing : FindText
    {
        public override string Words => "";

        public override EmailFilter Narrow(EmailFilter filter) => filter;
    }

    /// <summary>It finds nothing: what can be done with all that is found is not done with everything.</summary>
    private sealed record Unclear(string Expected) : FindText
    {
        public override string Words => $"nothing yet: {Expected} is expected";

        public override EmailFilter Narrow(EmailFilter filter) => filter with { Id = Guid.Empty };
    }

    public sealed record Recipient(RecipientFilter To) : FindText
    {
        public override string Words => To.Part switch
        {
            RecipientPart.Address => $"the recipient {To.Text}",
            RecipientPart.Domain => $"recipients at {To.Text}",
            RecipientPart.BeginningOrDomain => $"recipients at {To.Text}, or whose address begins so",
            _ => $"recipients whose address begins with {To.Text}",
        };

        public override EmailFilter Narrow(EmailFilter filter) => filter with { Recipient = To };
    }

    public sealed record Message(Guid Id) : FindText
    {
        public override string Words => $"the message with the id {Id}";

        public override EmailFilter Narrow(EmailFilter filter) => filter with { Id = Id };
    }

    public sealed record Header(string MessageId) : FindText
    {
        public override string Words => $"the Message-ID {MessageId}";

        public override EmailFilter Narrow(EmailFilter filter) => filter with { MessageId = MessageId };
    }

    public sealed record Metadata(string Name, string Value) : FindText
    {
        public override string Words => $"metadata in which {Name} is {Value}";

        public override EmailFilter Narrow(EmailFilter filter) => filter with { Tag = OutboxTag.PairOf(Name, Value) };
    }

    public sealed record Key(string Text) : FindText
    {
        public override string Words => $"what the API key {Text} handed in";

        public override EmailFilter Narrow(EmailFilter filter) => filter with { ApiKey = Text };
    }

    public sealed record Reply(string Text) : FindText
    {
        public override string Words => $"replies of servers with the words “{Text}”";

        public override EmailFilter Narrow(EmailFilter filter) => filter with { Reply = Text };
    }
}
