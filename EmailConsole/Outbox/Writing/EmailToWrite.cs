namespace EmailConsole.Outbox.Writing;

/// <summary>A new message with its content encrypted, ready for the writer.</summary>
internal sealed record EmailToWrite(NewEmail New, AcceptedEmail Accepted, byte[] Protected)
{
    public long Size => Protected.Length + (128L * New.Recipients.Count) + 512;
}
