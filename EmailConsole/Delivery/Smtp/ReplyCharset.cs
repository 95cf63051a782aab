using System.Text;
using System.Text.Unicode;

namespace EmailConsole.Delivery.Smtp;

/// <summary>
/// What a server writes in. RFC 6531 section 3.7.4.1 asks for UTF-8; older servers write as their operators' machines do, and
/// say nowhere how. ISO 2022 is known by its escapes; of the others the one is taken in which the words look most like words.
/// </summary>
internal static class ReplyCharset
{
    private const char Escape = '\u001B';
    private const int Japanese7Bit = 50220;
    private const int Korean7Bit = 50225;

    // Enough to tell
    private const int MaxJudged = 2_048;

    // UTF-8 is seldom come by by chance so often
    private const int UnlikelyByChance = 3;

    // Better than what no charset explains
    private const double Plausible = 0.3;

    /// <param name="lines">Of one reply, each byte a character of Latin-1.</param>
    /// <param name="host">The server's name as configured.</param>
    public static string[] Decode(IReadOnlyList<string> lines, string host)
    {
        var bytes = lines.Select(Encoding.Latin1.GetBytes).ToList();
        var beyondAscii = bytes.Where(line => !Ascii.IsValid(line)).ToList();
        var (encoding, world) = beyondAscii.Count == 0 ? (Encoding.ASCII, null) : Find([.. beyondAscii.SelectMany(b => b)], host);
        return [.. bytes.Select((line, i) => (Ascii.IsValid(line) ? OfSevenBits(lines[i]) : IsUtf8AmongOthers(line, world) ? Encoding.UTF8 : encoding).GetString(line))];
    }

    /// <param name="bytes">Of all lines that are not ASCII: one alone may pass for UTF-8 by chance.</param>
    /// <param name="host">The server's name as configured.</param>
    public static Encoding Choose(ReadOnlySpan<byte> bytes, string host) => Find(bytes, host).Encoding;

    private static (Encoding Encoding, WritingWorld? World) Find(ReadOnlySpan<byte> bytes, string host)
    {
        if (Utf8.IsValid(bytes))
        {
            return (Encoding.UTF8, null);
        }

        var judged = bytes[..Math.Min(bytes.Length, MaxJudged)];
        var (best, highest) = (WritingWorld.All[0], double.MinValue);
        foreach (var world in WritingWorld.All)
        {
            var score = world.Score(judged) + world.Bonus(host.TrimEnd('.'));
            (best, highest) = score > highest ? (world, score) : (best, highest);
        }

        return (best.Encoding, best);
    }

    /// <summary>A server passes on what others wrote.</summary>
    private static bool IsUtf8AmongOthers(byte[] line, WritingWorld? world) =>
        world is not null && Utf8.IsValid(line)
        && (line.Count(b => b >= 0xC0) >= UnlikelyByChance || world.Score(line.AsSpan(0, Math.Min(line.Length, MaxJudged))) < Plausible);

    private static Encoding OfSevenBits(string line) =>
        !line.Contains(Escape, StringComparison.Ordinal) ? Encoding.ASCII
        : line.Contains("\u001B$B", StringComparison.Ordinal) || line.Contains("\u001B$@", StringComparison.Ordinal) || line.Contains("\u001B(J", StringComparison.Ordinal)
            || line.Contains("\u001B(I", StringComparison.Ordinal) ? WritingWorld.Get(Japanese7Bit)
        : line.Contains("\u001B$)C", StringComparison.Ordinal) ? WritingWorld.Get(Korean7Bit)
        : Encoding.ASCII;
}
