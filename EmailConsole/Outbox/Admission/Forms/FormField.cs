namespace EmailConsole.Outbox.Admission.Forms;

/// <summary>What a form can say of a message.</summary>
internal enum FormField
{
    Unknown = -1,
    To = 0,
    Cc = 1,
    Bcc = 2,
    ReplyTo = 3,
    Subject = 4,
    Text = 5,
    Html = 6,
    Body = 7,
    ContentType = 8,
    Footer = 9,
    Priority = 10,
    SendAt = 11,
    ExpiresAt = 12,
    TimeToLive = 13,
}

internal static class FormFields
{
    /// <summary>Longer than any name of a field.</summary>
    public const int LongestName = 100;

    private static readonly string[] Names =
    [
        .. new[] { EmailMember.To, EmailMember.Cc, EmailMember.Bcc, EmailMember.ReplyTo, EmailMember.Subject, EmailMember.Text, EmailMember.Html }.Select(EmailMembers.NameOf),
        "body", "contentType", "footer",
        .. new[] { EmailMember.Priority, EmailMember.SendAt, EmailMember.ExpiresAt, EmailMember.TimeToLive }.Select(EmailMembers.NameOf),
    ];

    private static readonly string[] OfJsonAlone = [.. new[] { EmailMember.Attachments, EmailMember.Headers, EmailMember.Metadata }.Select(EmailMembers.NameOf)];

    private static readonly string Known = $"A form has {string.Join(", ", Names)}.";

    public static FormField Find(string name) => (FormField)Array.IndexOf(Names, name);

    public static string NameOf(FormField field) => Names[(int)field];

    /// <summary>Whether it may stand there several times.</summary>
    public static bool MayRepeat(FormField field) => field is FormField.To or FormField.Cc or FormField.Bcc or FormField.ReplyTo;

    /// <summary>What is wrong with a name that <see cref="Find"/> does not know.</summary>
    /// <param name="unknown">The name.</param>
    /// <param name="hasValue">Whether an equals sign follows: without one it may be the rest of a text that was cut at a comma.</param>
    public static string FaultOf(string unknown, bool hasValue) =>
        EmailMembers.FaultOfSender(unknown)
        ?? (OfJsonAlone.Contains(unknown, StringComparer.Ordinal) ? $"A form cannot hold this: send the message as JSON. {Known}"
            : hasValue ? $"There is no such field. {Known}"
            : $"There is no such field; a field is name=value. WSO2 Identity Server begins one at each comma of its template. {Known}");
}
