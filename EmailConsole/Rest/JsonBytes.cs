using System.Text;

namespace EmailConsole.Rest;

/// <summary>JSON as it comes over the wire.</summary>
public static class JsonBytes
{
    /// <summary>
    /// Without the byte order mark, which a parser may ignore (RFC 8259 section 8.1) and programs on Windows like to write. Readers of
    /// streams do so by themselves; a reader of bytes does not.
    /// </summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> json) =>
        json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
}
