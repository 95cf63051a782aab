using System.Net;

namespace EmailConsole.DevelopmentMailbox;

/// <summary>Whether the mailbox is on, and where it listens.</summary>
public sealed class DevelopmentMailboxState(IHostEnvironment environment)
{
    private volatile ListenerState _listener = new ListenerState.Stopped();

    /// <summary>In Development only: elsewhere there is no listener, no page, no endpoint.</summary>
    public bool IsEnabled { get; } = environment.IsDevelopment();

    public ListenerState Listener
    {
        get => _listener;
        internal set => _listener = value;
    }
}

/// <summary>The SMTP listener as it is now. A closed list.</summary>
public abstract record ListenerState
{
    private ListenerState()
    {
    }

    /// <summary>Not started yet, or ended.</summary>
    public sealed record Stopped : ListenerState;

    /// <param name="Port">The same on every address.</param>
    /// <param name="Addresses">127.0.0.1, and ::1 where the machine has it.</param>
    public sealed record Listening(int Port, IReadOnlyList<IPAddress> Addresses) : ListenerState;

    /// <param name="Port">The port that was asked for.</param>
    /// <param name="Reason">The system's words.</param>
    public sealed record Failed(int Port, string Reason) : ListenerState;
}
