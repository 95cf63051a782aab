using EmailConsole.Outbox.Storage;

namespace EmailConsole.Outbox.Writing;

/// <summary>A new message with its content encrypted, ready for the writer.</summary>
internal sealed record EmailToWrite(NewEmail New, ReadyEmail Accepted, byte[] Protected)
{
    /// <summary>By which it is found: see <see cref="OutboxTag"/>.</summary>
    public IReadOnlyList<string> Tags { get; } = OutboxTag.PairsOf(New.Metadata);

    public long Size => Protected.Length + (128L * New.Recipients.Count) + 512;
}
