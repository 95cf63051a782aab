using System.Text;
using MimeKit;

namespace EmailConsole.Submission.Intake;

/// <summary>
/// Plans how the body of a message is written: as it stands, but for the parts that have octets above 127 or lines that are too long.
/// Those are encoded, so that any server takes them. A part that needs nothing is not looked into.
/// </summary>
/// <param name="fields">Repairs the headers of parts.</param>
internal sealed class MimeRepair(FieldRepair fields)
{
    private const int MaxDepth = 20;
    private const int MaxParts = 1_000;
    private const int MaxFields = 10_000;

    // RFC 2046 section 5.1.1 allows 70
    private const int LongestBoundary = 200;

    private const string Type = "Content-Type";
    private const string Encoding = "Content-Transfer-Encoding";

    private readonly List<Action<MessageWriter>> _pieces = [];
    private int _parts;
    private int _fields;

    /// <summary>Nothing of it changes but its line breaks.</summary>
    public void Keep(ReadOnlyMemory<byte> lines) => _pieces.Add(writer => writer.WriteLines(lines.Span));

    /// <param name="header">Of the message or part; its fields are changed where the body is encoded.</param>
    /// <param name="body">Its body.</param>
    /// <returns>What cannot be repaired; null: nothing.</returns>
    public string? Plan(HeaderBlock header, ReadOnlyMemory<byte> body) => Plan(header, body, depth: 0, isDigest: false);

    public void WriteTo(MessageWriter writer)
    {
        foreach (var piece in _pieces)
        {
            piece(writer);
        }
    }

    private string? Plan(HeaderBlock header, ReadOnlyMemory<byte> body, int depth, bool isDigest)
    {
        if (ContentScan.Of(body.Span).IsPlain)
        {
            Keep(body);
            return null;
        }

        var text = header.First(Type)?.Read();
        if (text is not null && !FieldRepair.IsReadable(text))
        {
            return "A Content-Type of it is too long.";
        }

        if (depth > 0 && text is not null && Signatures.IsSigned(text))
        {
            return "A signed part of it has octets above 127 or lines longer than 998 characters, and may not be encoded.";
        }

        var type = ContentType.TryParse(text ?? (isDigest ? "message/rfc822" : "text/plain"), out var parsed) ? parsed : null;
        if (type?.IsMimeType("multipart", "*") == true)
        {
            SetIdentity(header);
            return Split(type, body, depth);
        }

        if (type?.IsMimeType("message", "rfc822") == true && IsIdentity(EncodingOf(header)))
        {
            SetIdentity(header);
            return Part(body, depth + 1, isDigest: false);
        }

        return new LeafRepair(header, type, text is not null).Plan(body, _pieces);
    }

    private string? Part(ReadOnlyMemory<byte> part, int depth, bool isDigest)
    {
        if (++_parts > MaxParts || depth > MaxDepth)
        {
            return $"It has more than {MaxParts} parts, or they are nested too deep.";
        }

        if (ContentScan.Of(part.Span).IsPlain)
        {
            Keep(part);
            return null;
        }

        if (!HeaderBlock.TryRead(part, out var header, out var body, out var fault))
        {
            return $"A part of it cannot be read. {fault}";
        }

        _fields += header.Fields.Count;
        if (_fields > MaxFields)
        {
            return $"Its parts have more than {MaxFields} fields.";
        }

        _pieces.Add(header.WriteTo);
        return fields.Apply(header) ?? Plan(header, body, depth, isDigest);
    }

    private string? Split(ContentType type, ReadOnlyMemory<byte> body, int depth)
    {
        if (type.Boundary is not { Length: > 0 and <= LongestBoundary } boundary || !Ascii.IsValid(boundary))
        {
            return "A multipart of it has no boundary.";
        }

        var isDigest = type.IsMimeType("multipart", "digest");
        var delimiter = new Delimiter(boundary);
        if (delimiter.Find(body.Span, 0) is not { } first)
        {
            return "A multipart of it has no parts.";
        }

        // What stands before the first part and behind the last one is for nobody
        var preamble = body[..first.Start];
        if (ContentScan.Of(preamble.Span).IsPlain)
        {
            Keep(preamble);
        }

        for (var at = first; ;)
        {
            var isLast = at.IsClose;
            _pieces.Add(writer => delimiter.WriteTo(writer, isLast));
            if (isLast)
            {
                var epilogue = body[at.End..];
                if (ContentScan.Of(epilogue.Span).IsPlain)
                {
                    Keep(epilogue);
                }

                return null;
            }

            var next = delimiter.Find(body.Span, at.End);
            var part = body[at.End..(next?.BreakStart ?? body.Length)];
            if (Part(part, depth + 1, isDigest) is { } fault)
            {
                return fault;
            }

            if (next is null)
            {
                return null;
            }

            if (next.Value.BreakStart < next.Value.Start)
            {
                _pieces.Add(writer => writer.Write("\r\n"u8));
            }

            at = next.Value;
        }
    }

    // Once its parts are ASCII (RFC 2045 section 6.4)
    private static void SetIdentity(HeaderBlock header)
    {
        if (header.First(Encoding) is not null && EncodingOf(header) != "7bit")
        {
            header.Set(Encoding, "7bit");
        }
    }

    private static string EncodingOf(HeaderBlock header) => LeafRepair.EncodingOf(header);

    private static bool IsIdentity(string encoding) => encoding is "7bit" or "8bit" or "binary";
}
