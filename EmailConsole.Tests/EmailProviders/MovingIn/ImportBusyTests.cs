using EmailConsole.Accounts.SignIn;
using EmailConsole.Tests.Application;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.EmailProviders.MovingIn;

/// <summary>The import where a server asks to wait.</summary>
public sealed class ImportBusyTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [Fact]
    public async Task Run_ServerIsBusy_WaitsAsLongAsItSaysAndSaysSo()
    {
        await console.AddTenantAsync("busy.example");
        await using var there = await ForeignServer.StartAsync("busy.example", ImportRun.Basic);
        there.Busy.Enqueue((429, "1"));
        there.Busy.Enqueue((503, "2"));

        var (code, output) = await RunAsync(there, "busy.example");

        Assert.True(code == 0, output);
        Assert.StartsWith(
            $"busy.example: {there.Url}/ answered 429 and asks to wait; trying again in 1 s.\nbusy.example: {there.Url}/ answered 503 and asks to wait; trying again in 2 s.\n",
            output,
            StringComparison.Ordinal);
        Assert.Contains("busy.example: added EmailPublisher.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, "86400", 1)]
    [InlineData(503, null, 1)]
    [InlineData(429, "0", 100)]
    public async Task Run_ServerIsBusyForTooLong_GivesTheTenantUp(int status, string? retryAfter, int times)
    {
        await console.AddTenantAsync("too-busy.example");
        await using var there = await ForeignServer.StartAsync("too-busy.example", ImportRun.Basic);
        for (var i = 0; i < times; i++)
        {
            there.Busy.Enqueue((status, retryAfter));
        }

        var (code, output) = await RunAsync(there, "too-busy.example");

        Assert.Equal(1, code);
        Assert.Contains($"too-busy.example: not moved. {there.Url}/ answered {status}: ", output, StringComparison.Ordinal);
    }

    /// <summary>Where this machine is too slow for the window, nothing has to wait, and the outcome is the same.</summary>
    [Fact]
    public async Task Run_MoreTenantsThanAttemptsInAMinute_MovesThemAll()
    {
        await using var limited = new ConsoleApplication
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["SignIn:AttemptsPerAddress"] = "1" },
            ReplaceServices = services => services.Configure<SignInLimits>(limits => limits.Window = TimeSpan.FromSeconds(3)),
        };
        string[] tenants = ["one.example", "two.example", "three.example"];
        foreach (var tenant in tenants)
        {
            await limited.AddTenantAsync(tenant);
        }

        await using var there = await ForeignServer.StartAsync(tenants, ImportRun.Basic);

        var (code, output) = await ImportRun.RunAsync(["--from", there.Url, "--to", limited.Url.AbsoluteUri, .. tenants.SelectMany(t => new[] { "--tenant", t })]);

        Assert.True(code == 0, output);
        Assert.All(tenants, tenant => Assert.Contains($"{tenant}: added EmailPublisher.", output, StringComparison.Ordinal));
    }

    private Task<(int Code, string Output)> RunAsync(ForeignServer there, string tenant) =>
        ImportRun.RunAsync(["--from", there.Url, "--to", console.Url.AbsoluteUri, "--tenant", tenant]);
}
