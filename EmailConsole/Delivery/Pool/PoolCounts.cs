using System.Runtime.InteropServices;

namespace EmailConsole.Delivery.Pool;

/// <summary>The connections of all providers at this moment.</summary>
/// <param name="Used">At work, being opened or being closed.</param>
/// <param name="Idle">Open and waiting for a message.</param>
/// <param name="Waiting">Messages that wait for a connection.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PoolCounts(int Used, int Idle, int Waiting);
