namespace EmailConsole.Outbox.History;

/// <summary>One recipient, and what became of them.</summary>
/// <param name="Address">As SMTP carries it.</param>
/// <param name="Kind">Where they stand in the message.</param>
/// <param name="State">Theirs.</param>
/// <param name="ReplyCode">Of the server's last reply about them.</param>
/// <param name="LastReply">The server's last words about them, or the cause.</param>
public sealed record EmailRecipient(string Address, RecipientKind Kind, EmailState State, int? ReplyCode, string? LastReply);
