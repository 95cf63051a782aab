using System.Net;

namespace EmailConsole.Tests.Hosting;

/// <summary>Two consoles on one database would both send what waits there.</summary>
public sealed class SecondConsoleTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly TemporaryFolder _other = new();

    public void Dispose()
    {
        _home.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_OnTheDatabaseOfARunningConsole_SaysSoAndLeavesItAlone(bool byALink)
    {
        await using var first = ConsoleProcess.Start(_home, "Development");
        using var http = new HttpClient { BaseAddress = await first.AddressAsync() };
        var database = _home["data/emailconsole.db"];
        if (byALink)
        {
            database = File.CreateSymbolicLink(_other["linked.db"], database).FullName;
        }

        await using var second = ConsoleProcess.Start(_other, "Development", $"--ConnectionStrings:EmailConsole=Data Source={database}");

        Assert.Equal(78, await second.ExitAsync());
        var line = Assert.Single(second.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith(
            $"EmailConsole cannot start: ConnectionStrings:EmailConsole: the database {database} is in use by another EmailConsole", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Now listening", second.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task Start_OnTheDatabaseOfAKilledConsole_Listens()
    {
        await using (var first = ConsoleProcess.Start(_home, "Development"))
        {
            await first.AddressAsync();
        }

        await using var second = ConsoleProcess.Start(_home, "Development");

        await second.AddressAsync();
        Assert.DoesNotContain("Another EmailConsole", second.Output, StringComparison.Ordinal);
    }
}
