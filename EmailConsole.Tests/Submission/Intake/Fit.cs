using System.Text;
using EmailConsole.Outbox;
using EmailConsole.Submission.Intake;

namespace EmailConsole.Tests.Submission.Intake;

/// <summary>What every message that was taken is.</summary>
internal static class Fit
{
    public static NewEmail Assert(NewEmail email)
    {
        if (FindFault(email) is { } fault)
        {
            throw new Xunit.Sdk.XunitException(fault + "\n" + email.Text());
        }

        return email;
    }

    /// <returns>Null: it can be passed on.</returns>
    public static string? FindFault(NewEmail email)
    {
        var raw = email.Raw();
        var content = raw.Content.Span;
        var scan = ContentScan.Of(content);
        if (scan.HasNul || scan.HasBareCr || scan.HasBareLf || scan.HasLongLine)
        {
            return scan.ToString();
        }

        if (!content.EndsWith("\r\n"u8))
        {
            return "does not end with CR LF";
        }

        if (!HeaderBlock.TryRead(raw.Content, out var header, out var body, out var fault))
        {
            return fault;
        }

        var fields = header.Fields;
        var headerOctets = content[..^body.Length];
        return fields.Count(f => f.Is("From")) != 1 ? "not one From"
            : fields.Count(f => f.Is("Date")) != 1 ? "not one Date"
            : fields.Count(f => f.Is("Message-ID")) != 1 ? "not one Message-ID"
            : fields.Count(f => f.Is("Subject")) > 1 ? "more than one Subject"
            : fields[0].Name != "Received" ? "no Received on top"
            : fields.Any(f => f.Is("Bcc") || f.Is("Resent-Bcc") || f.Is("Return-Path") || f.StartsWith("X-EmailConsole-")) ? "a field that must go"
            : !raw.NeedsUtf8 && !Ascii.IsValid(headerOctets) ? "octets above 127 in the header"
            : !raw.NeedsEightBit && !Ascii.IsValid(body.Span) ? "octets above 127 in the body"
            : email.Content.MessageId is not { Length: > 0 and <= 320 } id || !headerOctets.ToArray().AsSpan().ContainsText($"<{id}>") ? "another Message-ID"
            : email.Content.Subject.Length > 998 || email.Content.Subject.Any(char.IsControl) ? "a subject with control characters"
            : email.Size != content.Length ? "another size"
            : null;
    }

    private static bool ContainsText(this Span<byte> octets, string text) => octets.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
