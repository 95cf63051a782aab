namespace EmailConsole.Benchmarks;

/// <summary>One thing that can be measured.</summary>
/// <param name="Name">The first argument.</param>
/// <param name="Arguments">The others, as the usage shows them.</param>
/// <param name="Meaning">One line.</param>
/// <param name="RunAsync">Takes the other arguments, answers the exit code.</param>
internal sealed record BenchmarkMode(string Name, string Arguments, string Meaning, Func<string[], Task<int>> RunAsync);
