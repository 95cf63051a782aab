using System.Collections.Immutable;

namespace EmailConsole.DevelopmentMailbox.Messages;

/// <summary>The last messages, in memory: at most <see cref="MaxMessages"/> and <see cref="MaxBytes"/>. The oldest go first.</summary>
public sealed class MailboxStore(TimeProvider time)
{
    public const int MaxMessages = 200;

    /// <summary>Of all sources together.</summary>
    public const long MaxBytes = 100L * 1024 * 1024;

    private readonly Lock _changing = new();
    private ImmutableList<MailboxMessage> _messages = [];
    private long _bytes;

    /// <summary>Raised after a message came or all were cleared, on the thread that did it.</summary>
    public event EventHandler? Changed;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<MailboxMessage> Messages => Volatile.Read(ref _messages);

    public MailboxMessage? Find(Guid id) => Messages.FirstOrDefault(message => message.Id == id);

    internal MailboxMessage Add(string sender, IReadOnlyList<string> recipients, ReadOnlyMemory<byte> source, IReadOnlyList<string>? notes = null)
    {
        var now = time.GetUtcNow();
        var (subject, from) = MessageSummary.Read(source);
        var message = new MailboxMessage(Guid.CreateVersion7(now), now, sender, recipients, subject, from, source) { Notes = notes ?? [] };
        lock (_changing)
        {
            var messages = _messages.Add(message);
            _bytes += source.Length;
            while (messages.Count > MaxMessages || _bytes > MaxBytes)
            {
                _bytes -= messages[0].Source.Length;
                messages = messages.RemoveAt(0);
            }

            Volatile.Write(ref _messages, messages);
        }

        Changed?.Invoke(this, EventArgs.Empty);
        return message;
    }

    public void Clear()
    {
        lock (_changing)
        {
            Volatile.Write(ref _messages, []);
            _bytes = 0;
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }
}
