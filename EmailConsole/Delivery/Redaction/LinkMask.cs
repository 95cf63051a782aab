using System.Buffers;
using System.Text;
using EmailConsole.Delivery.Replies;

namespace EmailConsole.Delivery.Redaction;

/// <summary>
/// Takes out of a server's words what may be a secret of a message that a program wrote, which names none: the queries of links, and long runs
/// of letters and digits such as the codes of links that reset a password. What names a message stays: its Message-ID, and the queue id.
/// Whether the message has the link is not asked: it may stand there in many encodings, and one that is overlooked would be shown.
/// </summary>
internal static class LinkMask
{
    /// <summary>Characters of a code; shorter ones are words, numbers and names of hosts.</summary>
    public const int Shortest = 24;

    private const string Mark = "***";

    // Gmail names its session so at the end of each reply
    private const string Gmail = " - gsmtp";

    private static readonly SearchValues<char> CodeCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.%~+[]");
    private static readonly SearchValues<char> BetweenWords = SearchValues.Create(" \t\r\n<>\"");

    // Pages by which a service explains its refusal; the query names the page, or the address that a block list has
    private static readonly string[] Help =
    [
        "https://support.google.com/",
        "http://go.microsoft.com/fwlink/",
        "https://go.microsoft.com/fwlink/",
        "https://check.spamhaus.org/",
        "https://www.spamhaus.org/",
        "https://www.spamcop.net/",
        "http://www.barracudacentral.org/",
        "https://www.barracudacentral.org/",
        "https://ipcheck.proofpoint.com/",
    ];

    public static string Apply(string text)
    {
        var kept = QueueId.Find(text);
        var session = text.IndexOf(Gmail, StringComparison.Ordinal) is > 0 and var end ? text[(text.LastIndexOf(' ', end - 1) + 1)..end] : null;
        var masked = new StringBuilder(text.Length);
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var length = rest.IndexOfAny(BetweenWords);
            var word = length < 0 ? rest : rest[..length];
            if (word.IsEmpty)
            {
                masked.Append(rest[0]);
                rest = rest[1..];
                continue;
            }

            rest = rest[word.Length..];
            if (word.SequenceEqual(session))
            {
                masked.Append(word);
                continue;
            }

            var cut = QueryOf(word);
            AppendWithoutCodes(masked, cut < 0 ? word : word[..cut], kept);
            masked.Append(cut < 0 ? "" : Mark);
        }

        return masked.ToString();
    }

    /// <returns>Where the query or the fragment begins, behind its sign; negative: there is none.</returns>
    private static int QueryOf(ReadOnlySpan<char> word)
    {
        foreach (var help in Help)
        {
            if (word.StartsWith(help, StringComparison.OrdinalIgnoreCase))
            {
                return -1;
            }
        }

        var escaped = word.IndexOf("%3F", StringComparison.OrdinalIgnoreCase);
        var at = word.IndexOf('?');
        if (word.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme)
        {
            // Within an address everything behind the first of them
            var sign = word[scheme..].IndexOfAny('?', '#');
            at = sign < 0 ? -1 : scheme + sign;
        }
        else if (at >= 0)
        {
            var name = word[(at + 1)..].IndexOfAnyExcept(NameCharacters);
            at = name > 0 && word[at + 1 + name] == '=' ? at : -1;
        }

        return at >= 0 && (escaped < 0 || at < escaped) ? at + 1 : escaped >= 0 ? escaped + 3 : -1;
    }

    private static void AppendWithoutCodes(StringBuilder masked, ReadOnlySpan<char> word, string? kept)
    {
        for (var at = 0; at < word.Length;)
        {
            var length = word[at..].IndexOfAnyExcept(CodeCharacters);
            var run = length < 0 ? word[at..] : word.Slice(at, length);
            var isAddress = (at > 0 && word[at - 1] == '@') || (at + run.Length < word.Length && word[at + run.Length] == '@');
            var isKept = isAddress || (kept is not null && kept.AsSpan().Contains(run, StringComparison.Ordinal));
            masked.Append(IsCode(run) && !isKept ? Mark : run);
            at += run.Length;
            if (at < word.Length)
            {
                masked.Append(word[at++]);
            }
        }
    }

    // Words of small letters joined by hyphens are none
    private static bool IsCode(ReadOnlySpan<char> run) =>
        run.Length >= Shortest && (run.ContainsAnyInRange('0', '9') || run.ContainsAnyInRange('A', 'Z'));
}
