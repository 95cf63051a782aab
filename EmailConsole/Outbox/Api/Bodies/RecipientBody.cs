using System.Text.Json.Serialization;
using EmailConsole.Outbox.History;
using EmailConsole.Rest.Reference;

namespace EmailConsole.Outbox.Api.Bodies;

/// <summary>One recipient, and what became of them.</summary>
/// <param name="Address">As SMTP carries it.</param>
/// <param name="Kind">Where they stand in the message.</param>
/// <param name="Status">Theirs.</param>
/// <param name="ReplyCode">Of the server's last reply about them.</param>
/// <param name="Reply">The server's last words about them, or the cause.</param>
[NullsLeftOut]
internal sealed record RecipientBody(
    string Address,
    [property: JsonConverter(typeof(EnumName<RecipientKind>))] RecipientKind Kind,
    [property: JsonConverter(typeof(EnumName<EmailState>))] EmailState Status,
    int? ReplyCode,
    string? Reply)
{
    public static RecipientBody Of(EmailRecipient recipient) =>
        new(recipient.Address, recipient.Kind, recipient.State, recipient.ReplyCode, recipient.LastReply);
}
