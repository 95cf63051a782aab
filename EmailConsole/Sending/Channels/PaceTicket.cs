using System.Runtime.InteropServices;

namespace EmailConsole.Sending.Channels;

/// <summary>What a message under way remembers of its start.</summary>
/// <param name="IsProbe">It tries a half-open circuit.</param>
/// <param name="Settings">Counts changes of settings: what it says about older ones says nothing about the present.</param>
/// <param name="StartedAt">A time stamp of the clock.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PaceTicket(bool IsProbe, int Settings, long StartedAt);
