using System.Text.RegularExpressions;

namespace EmailConsole.Delivery.Replies;

/// <summary>
/// What a reply says, without the addresses in it: what they are called is chosen by whoever sends, and is nobody's opinion of
/// a server, a limit or a pause.
/// </summary>
internal static partial class ReplyWords
{
    /// <summary>Shorter parts of an address are ordinary words.</summary>
    private const int ShortestPart = 4;

    /// <param name="text">The reply.</param>
    /// <param name="address">The address that it was about, if any; its parts may stand there alone.</param>
    public static string WithoutAddresses(string text, string? address = null)
    {
        var words = Address().Replace(text, " ");
        if (address is not null && address.LastIndexOf('@') is var at and > 0)
        {
            words = Without(words, address[..at]);
            words = Without(words, address[(at + 1)..]);
        }

        return words;
    }

    private static string Without(string words, string part) =>
        part.Length < ShortestPart ? words : words.Replace(part, " ", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"<[^<>]*>|""[^""]*""@[^\s<>]+|[^\s<>]+@[^\s<>]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
