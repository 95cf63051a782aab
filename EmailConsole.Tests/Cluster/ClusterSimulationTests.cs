using CsCheck;

namespace EmailConsole.Tests.Cluster;

/// <summary>A seed that fails is printed, and fails again.</summary>
public sealed class ClusterSimulationTests
{
    [Fact]
    public void Run_KillsFreezesAndCuts_NeverTwoOwnersBeforeMailAndNothingIsLost() =>
        Gen.Int.Positive.Sample(Check, iter: 2000, threads: 1);

    private static void Check(int seed)
    {
        var simulation = new ClusterSimulation(seed);

        simulation.Run();

        Assert.True(simulation.Violations == 0, $"Seed {seed}:\n{simulation.Story}");
        var lost = simulation.Emails.Where(e => !e.IsDone && e.Ready.Waiting.ExpiresAt > ClusterSimulation.Epoch + TimeSpan.FromSeconds(85)).ToList();
        Assert.True(lost.Count == 0, $"Seed {seed}: {lost.Count} lost\n{simulation.Story}");
    }
}
