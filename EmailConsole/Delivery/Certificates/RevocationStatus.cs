namespace EmailConsole.Delivery.Certificates;

internal enum RevocationStatus
{
    Good = 0,

    /// <summary>The authority publishes neither a list nor an answer; private ones rarely do.</summary>
    NotPublished = 1,

    /// <summary>The list cannot be reached in time, or does not help.</summary>
    Unknown = 2,

    Revoked = 3,
}
