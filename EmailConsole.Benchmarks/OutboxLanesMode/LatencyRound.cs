namespace EmailConsole.Benchmarks.OutboxLanesMode;

/// <summary>One measurement, in ms.</summary>
/// <param name="Latencies">From handing a code to the outbox until its server had it.</param>
/// <param name="NoOp">p99 of a request that does nothing, meanwhile.</param>
/// <param name="Fsync">p99 of the disk, meanwhile.</param>
/// <param name="SlowestFsync">The slowest of these.</param>
internal sealed record LatencyRound(IReadOnlyList<double> Latencies, double NoOp, double Fsync, double SlowestFsync);
