namespace EmailConsole.Tests.Architecture;

internal static class Faults
{
    /// <summary>Fails with every fault in full.</summary>
    public static void AssertNone(IEnumerable<string> faults)
    {
        var found = faults.ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
