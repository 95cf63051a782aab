using System.Buffers;

namespace EmailConsole.Submission.Intake;

/// <summary>What the octets of a message or a part of it are, whatever they mean.</summary>
/// <param name="HasNul">There is a NUL.</param>
/// <param name="HasBareCr">There is a CR that no LF follows.</param>
/// <param name="HasBareLf">There is an LF that no CR precedes.</param>
/// <param name="HasEightBit">There are octets above 127.</param>
/// <param name="HasLongLine">A line is longer than <see cref="LongestLine"/>.</param>
internal readonly record struct ContentScan(bool HasNul, bool HasBareCr, bool HasBareLf, bool HasEightBit, bool HasLongLine)
{
    /// <summary>Without its line break (RFC 5322 section 2.1.1).</summary>
    public const int LongestLine = 998;

    private static readonly SearchValues<byte> Special = SearchValues.Create("\0\r\n"u8);

    /// <summary>Whether any server takes it once its lines end with CR LF.</summary>
    public bool IsPlain => !HasEightBit && !HasLongLine;

    public static ContentScan Of(ReadOnlySpan<byte> content)
    {
        var (nul, bareCr, bareLf, longLine) = (false, false, false, false);
        var line = 0;
        for (var at = 0; at < content.Length;)
        {
            var next = content[at..].IndexOfAny(Special);
            if (next < 0)
            {
                break;
            }

            next += at;
            at = next + 1;
            switch (content[next])
            {
                case 0:
                    nul = true;
                    break;
                case (byte)'\r' when at < content.Length && content[at] == '\n':
                    longLine |= next - line > LongestLine;
                    line = ++at;
                    break;
                case (byte)'\r':
                    bareCr = true;
                    break;
                default:
                    bareLf = true;
                    longLine |= next - line > LongestLine;
                    line = at;
                    break;
            }
        }

        return new ContentScan(
            nul, bareCr, bareLf, content.ContainsAnyInRange((byte)0x80, (byte)0xFF), longLine || content.Length - line > LongestLine);
    }
}
