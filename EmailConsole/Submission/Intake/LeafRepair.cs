using System.Text.Unicode;
using MimeKit;

namespace EmailConsole.Submission.Intake;

/// <summary>Encodes the body of a part that has no parts of its own.</summary>
/// <param name="header">The part's; changed.</param>
/// <param name="type">What it says of the body; null: it cannot be read.</param>
/// <param name="hasType">Whether it says anything.</param>
internal sealed class LeafRepair(HeaderBlock header, ContentType? type, bool hasType)
{
    private const string Type = "Content-Type";
    private const string Encoding = "Content-Transfer-Encoding";

    /// <summary>In lower case; without a field it is <c>7bit</c>.</summary>
    public static string EncodingOf(HeaderBlock header) =>
        header.First(Encoding)?.Read().Split(['(', ';'])[0].Trim().ToLowerInvariant() is { Length: > 0 } encoding ? encoding : "7bit";

    /// <param name="body">Not plain.</param>
    /// <param name="pieces">Take how it is written.</param>
    /// <returns>What cannot be repaired; null: nothing.</returns>
    public string? Plan(ReadOnlyMemory<byte> body, List<Action<MessageWriter>> pieces)
    {
        switch (EncodingOf(header))
        {
            case "quoted-printable":
                pieces.Add(writer => TransferEncoding.WriteQuotedAgain(writer, body.Span));
                return null;
            case "base64":
                pieces.Add(writer => TransferEncoding.WriteBase64Again(writer, body.Span));
                return null;
            case "7bit" or "8bit" or "binary":
                return PlanIdentity(body, pieces);
            default:
                return "A part of it has octets above 127 or lines longer than 998 characters under a Content-Transfer-Encoding that is not known.";
        }
    }

    private string? PlanIdentity(ReadOnlyMemory<byte> body, List<Action<MessageWriter>> pieces)
    {
        if (type?.IsMimeType("message", "partial") == true || type?.IsMimeType("message", "external-body") == true)
        {
            return $"A part of it has octets above 127 or lines longer than 998 characters, and {type.MimeType} may not be encoded.";
        }

        var isText = type?.IsMimeType("text", "*") ?? true;
        if (isText && body.Span.ContainsAnyInRange((byte)0x80, (byte)0xFF) && NameCharset(body.Span) is { } fault)
        {
            return fault;
        }

        if (isText && TransferEncoding.IsBetterQuoted(body.Span))
        {
            header.Set(Encoding, "quoted-printable");
            pieces.Add(writer => TransferEncoding.WriteQuoted(writer, body.Span));
        }
        else
        {
            header.Set(Encoding, "base64");
            pieces.Add(writer => TransferEncoding.WriteBase64(writer, body.Span, isText));
        }

        return null;
    }

    // A reader would take it for US-ASCII (RFC 2045 section 5.2)
    private string? NameCharset(ReadOnlySpan<byte> body)
    {
        if (!hasType)
        {
            header.Set(Type, "text/plain; charset=utf-8");
            return Utf8.IsValid(body) ? null : "Its text is not ASCII, not UTF-8, and no Content-Type says what it is.";
        }

        if (type is { Charset: null or "" } && Utf8.IsValid(body))
        {
            type.Charset = "utf-8";
            if (FieldRepair.Write(type) is { } lines)
            {
                header.SetLines(Type, lines);
            }
        }

        return null;
    }
}
