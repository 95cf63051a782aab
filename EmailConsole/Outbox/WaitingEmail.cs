using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EmailConsole.Outbox;

/// <summary>A message that waits for an attempt.</summary>
/// <param name="Id">The message.</param>
/// <param name="TenantId">Whose.</param>
/// <param name="Priority">Who goes first.</param>
/// <param name="AcceptedAt">When it was accepted; its Date header.</param>
/// <param name="DueAt">When the attempt may start.</param>
/// <param name="ExpiresAt">From then on it must not be sent.</param>
/// <param name="Attempts">Attempts so far.</param>
/// <param name="InternetMessageId">Its Message-ID, without angle brackets.</param>
/// <param name="Size">Bytes on the wire, estimated.</param>
/// <param name="Recipients">Those still waiting, as SMTP carries them: the envelope of the attempt.</param>
public sealed record WaitingEmail(
    Guid Id,
    Guid TenantId,
    EmailPriority Priority,
    DateTimeOffset AcceptedAt,
    DateTimeOffset DueAt,
    DateTimeOffset ExpiresAt,
    int Attempts,
    string InternetMessageId,
    long Size,
    IReadOnlyList<string> Recipients)
{
    /// <summary>By which provider of its route the next attempt goes.</summary>
    public RoutePoint Route { get; init; }

    /// <summary>The request that brought it, for traces; default: it was not traced.</summary>
    public ActivityContext Trace { get; init; }
}

/// <summary>Where a message stands in its tenant's route. The default: at the beginning.</summary>
/// <param name="Step">How the attempt goes on from the last one.</param>
/// <param name="From">The provider of the last attempt; null with <see cref="RouteStep.First"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RoutePoint(RouteStep Step, Guid? From);

/// <summary>How a message goes on in its tenant's route. The numbers are stored.</summary>
public enum RouteStep
{
    /// <summary>By the first provider that can take it.</summary>
    First = 0,

    /// <summary>The last one certainly did not take it: by the next one behind it that can.</summary>
    Next = 1,

    /// <summary>The last one may have it: by no other.</summary>
    Stay = 2,
}
