using System.Text;

namespace EmailConsole.Submission.Intake;

/// <summary>The lines between the parts of a multipart (RFC 2046 section 5.1.1).</summary>
internal sealed class Delimiter(string boundary)
{
    private readonly byte[] _line = Encoding.ASCII.GetBytes("--" + boundary);

    /// <param name="body">Of the multipart.</param>
    /// <param name="from">The start of a line.</param>
    /// <returns>The next one; null: there is none.</returns>
    public DelimiterLine? Find(ReadOnlySpan<byte> body, int from)
    {
        for (var at = from; at < body.Length;)
        {
            var found = body[at..].IndexOf(_line);
            if (found < 0)
            {
                return null;
            }

            found += at;
            var end = body[found..].IndexOf((byte)'\n');
            var next = end < 0 ? body.Length : found + end + 1;
            if ((found == from || body[found - 1] == '\n') && IsDelimiter(body[(found + _line.Length)..next], out var isClose))
            {
                return new DelimiterLine(BreakBefore(body, from, found), found, next, isClose);
            }

            at = next;
        }

        return null;
    }

    public void WriteTo(MessageWriter writer, bool isClose)
    {
        writer.Write(_line);
        writer.Write(isClose ? "--\r\n"u8 : "\r\n"u8);
    }

    private static bool IsDelimiter(ReadOnlySpan<byte> rest, out bool isClose)
    {
        isClose = rest.StartsWith("--"u8);
        return !rest[(isClose ? 2 : 0)..].ContainsAnyExcept(" \t\r\n"u8);
    }

    // The line break before it is its own
    private static int BreakBefore(ReadOnlySpan<byte> body, int from, int found) =>
        found == from ? found : found - 2 >= from && body[found - 2] == '\r' ? found - 2 : found - 1;
}

/// <param name="BreakStart">Where the line break before it begins.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Behind its own line break.</param>
/// <param name="IsClose">It is the last one.</param>
internal readonly record struct DelimiterLine(int BreakStart, int Start, int End, bool IsClose);
