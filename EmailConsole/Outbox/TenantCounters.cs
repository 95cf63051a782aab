using System.Runtime.InteropServices;

namespace EmailConsole.Outbox;

/// <summary>Bytes of a tenant's.</summary>
/// <param name="Waiting">Of messages that wait, on the wire.</param>
/// <param name="Keys">Of used keys.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KeptBytes(long Waiting, long Keys)
{
    public static KeptBytes operator +(KeptBytes a, KeptBytes b) => new(a.Waiting + b.Waiting, a.Keys + b.Keys);
}

/// <summary>What is counted of a tenant's.</summary>
/// <param name="Emails">Messages by state.</param>
/// <param name="Bytes">What is kept.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TenantCounters(EmailCounts Emails, KeptBytes Bytes);

/// <summary>Reads what is counted of one tenant, whatever database keeps it.</summary>
internal interface IOutboxCounters
{
    /// <exception cref="OutboxUnavailableException">The database cannot be read.</exception>
    TenantCounters Read(Guid tenantId);
}
