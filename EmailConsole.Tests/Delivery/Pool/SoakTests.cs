using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery.Pool;

/// <summary>The benchmark's soak, shortened: a process of its own, so that no other test's memory and sockets count.</summary>
public sealed class SoakTests
{
    [Fact]
    public async Task SendAsync_ThousandsOfMessagesOfEveryFate_HoldNothingInTheEnd()
    {
        var said = await Command.ReadAsync("dotnet", BenchmarksAssembly.File, "soak", "4000");

        Assert.Contains("4000 messages", said, StringComparison.Ordinal);
        Assert.DoesNotContain(": NO)", said, StringComparison.Ordinal);
    }
}
