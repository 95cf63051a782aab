using System.Runtime.InteropServices;

namespace EmailConsole.Outbox;

/// <summary>What bounds that which a tenant may have waiting.</summary>
public enum QueueBound
{
    /// <summary><c>Outbox:QueueLimit</c>.</summary>
    Messages = 0,

    /// <summary><c>Outbox:QueueBytes</c>.</summary>
    Bytes = 1,

    /// <summary><c>Outbox:KeyBytes</c>.</summary>
    Keys = 2,
}

/// <summary>The room that is kept free for a request until it is committed.</summary>
/// <param name="Emails">So many of its messages, the first ones.</param>
/// <param name="Bytes">Theirs.</param>
/// <param name="Reached">What there was no room for the next one in; null: there was for all.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct QueueRoom(int Emails, long Bytes, QueueBound? Reached);
