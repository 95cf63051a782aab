namespace EmailConsole.Outbox;

/// <summary>Who goes first within a tenant. The numbers are stored; the smallest goes first.</summary>
public enum EmailPriority
{
    /// <summary>Somebody waits for it: one-time codes, recovery links.</summary>
    High = 0,

    /// <summary>The default.</summary>
    Normal = 1,

    /// <summary>Campaigns and reports, which must not delay the others.</summary>
    Bulk = 2,
}
