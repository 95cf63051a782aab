using System.Text;
using EmailConsole.Delivery.Mime;
using EmailConsole.Rest;
using MimeKit.Utils;

namespace EmailConsole.Submission.Intake;

/// <summary>The fields that every message has once, and those that it may have once.</summary>
internal static class RequiredFields
{
    private const string MessageId = "Message-ID";
    private const string Date = "Date";
    private const string MimeVersion = "MIME-Version";

    // The column of the history
    private const int LongestMessageId = 320;

    private static readonly string[] Single = ["From", Date, MessageId, "Subject"];

    /// <returns>Null: none stands there twice, which readers would understand differently.</returns>
    public static IntakeResult.Refused? FindTwice(HeaderBlock header) =>
        Array.Find(Single, name => header.All(name).Skip(1).Any()) is { } twice
            ? IntakeResult.Refused.Broken(RefusalCause.Malformed, $"{twice} stands there twice.")
            : null;

    /// <summary>The program's own Message-ID, without angle brackets; null: there is none, or it is malformed.</summary>
    public static string? ReadMessageId(HeaderBlock header) =>
        header.First(MessageId)?.Read() is ['<', .. var id, '>'] && MessageBuilder.IsMessageId(id) ? id : null;

    /// <summary>Adds what is missing and replaces what is malformed.</summary>
    /// <param name="header">Changed.</param>
    /// <param name="signatures">What they cover stays.</param>
    /// <param name="messageId">Of the message, without angle brackets; taken where it has none.</param>
    /// <param name="now">Taken where it has no Date.</param>
    /// <returns>Null: done.</returns>
    public static IntakeResult.Refused? Apply(HeaderBlock header, Signatures signatures, string messageId, DateTimeOffset now) =>
        messageId.Length > LongestMessageId
            ? IntakeResult.Refused.Broken(RefusalCause.Malformed, $"{MessageId} is longer than {LongestMessageId} characters.")
            : ReadMessageId(header) is null && Set(header, signatures, MessageId, $"<{messageId}>") is { } id ? id
            : !HasDate(header) && Set(header, signatures, Date, MailTime.Write(now)) is { } date ? date
            : null;

    /// <summary>Once all other fields are as they will be: a message with fields of MIME says by which version (RFC 2045 section 4).</summary>
    public static void SetMimeVersion(HeaderBlock header, Signatures signatures)
    {
        if (header.HasMime && !signatures.Cover(MimeVersion) && header.First(MimeVersion)?.Read().Split('(')[0].Trim() != "1.0")
        {
            Set(header, signatures, MimeVersion, "1.0");
        }
    }

    private static bool HasDate(HeaderBlock header) =>
        header.First(Date) is { } field && Ascii.IsValid(field.Value.Span) && DateUtils.TryParse(field.Read(), out _);

    private static IntakeResult.Refused? Set(HeaderBlock header, Signatures signatures, string name, string value)
    {
        if (signatures.Cover(name))
        {
            return IntakeResult.Refused.Broken(
                RefusalCause.Signature, $"{name} is missing or malformed, and the message's signature covers it: set it before signing.");
        }

        header.Set(name, value);
        return null;
    }
}
