namespace EmailConsole.Delivery.Pool;

/// <summary>A server did not stand the probe for BDAT (<see cref="Smtp.ChunkingProbe"/>).</summary>
/// <param name="Identity">What the connection was opened with.</param>
/// <param name="At">A time stamp of the clock.</param>
/// <param name="HasAnswered">
/// Whether it said so; else the connection was lost or silent, which may have been chance, and it is asked again some time.
/// </param>
internal sealed record FailedProbe(ConnectionIdentity Identity, long At, bool HasAnswered);
