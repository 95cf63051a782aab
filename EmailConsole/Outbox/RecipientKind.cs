namespace EmailConsole.Outbox;

/// <summary>Where a recipient stands in the message. The numbers are stored.</summary>
public enum RecipientKind
{
    To = 0,
    Cc = 1,
    Bcc = 2,
}
