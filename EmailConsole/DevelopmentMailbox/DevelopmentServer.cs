using EmailConsole.DevelopmentMailbox.Messages;
using EmailConsole.EmailProviders;

namespace EmailConsole.DevelopmentMailbox;

/// <summary>The mailbox as the rooms above see it: a server that a form may name, and messages that may be looked at.</summary>
internal sealed class DevelopmentServer(DevelopmentMailboxState state, MailboxStore store) : IDevelopmentServer
{
    public const string Page = "/development-mailbox";

    public int? Port => state.Listener is ListenerState.Listening listening ? listening.Port : null;

    // Only this mailbox knows the name: whatever way led to it, the message is here
    public string? FindAddress(EmailProviderSettings settings, string? queueId) =>
        state.IsEnabled && settings.Port == Port && Guid.TryParseExact(queueId, "N", out var id) && store.Find(id) is not null ? $"{Page}?message={id:N}" : null;
}
