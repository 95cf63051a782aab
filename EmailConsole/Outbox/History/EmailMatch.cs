using System.Runtime.InteropServices;

namespace EmailConsole.Outbox.History;

/// <param name="Id">The message.</param>
/// <param name="TenantId">Whose.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EmailMatch(Guid Id, Guid TenantId);
