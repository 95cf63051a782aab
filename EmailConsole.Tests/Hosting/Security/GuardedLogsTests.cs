using EmailConsole.Hosting.Security;
using EmailConsole.Tests.Application;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmailConsole.Tests.Hosting.Security;

public sealed class GuardedLogsTests
{
    [Theory]
    [InlineData("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.Information)]
    [InlineData("Microsoft.AspNetCore.SomethingNew", LogLevel.Information)]
    [InlineData("Microsoft.AspNetCore", LogLevel.Information)]
    [InlineData("Microsoft.JSInterop.JSRuntime", LogLevel.Information)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)]
    [InlineData("System.Net.Http.HttpClient.Default.ClientHandler", LogLevel.Warning)]
    [InlineData("Microsoft.AspNetCore.Routing.Matching.DfaMatcher", LogLevel.Trace)]
    [InlineData("Microsoft.AspNetCoreAlike", LogLevel.Trace)]
    [InlineData("EmailConsole.Outbox", LogLevel.Trace)]
    public void Log_EverySettingAsksForTrace_IsBoundedByCategory(string category, LogLevel least)
    {
        using var log = new RecordedLog();
        var settings = new Dictionary<string, string?>
        {
            ["LogLevel:Default"] = "Trace",
            ["LogLevel:Microsoft.AspNetCore"] = "Trace",
            [$"LogLevel:{category}"] = "Trace",
        };
        using var services = new ServiceCollection()
            .AddLogging(logging => logging
                .AddConfiguration(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
                .AddFilter<RecordedLog>(category, LogLevel.Trace)
                .AddFilter((_, _, _) => true)
                .AddProvider(log))
            .AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, GuardedLogs>()
            .BuildServiceProvider();
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

        foreach (var level in Enum.GetValues<LogLevel>().Where(level => level != LogLevel.None))
        {
            logger.Log(level, "said");
        }

        Assert.Equal(
            Enum.GetValues<LogLevel>().Where(level => level >= least && level != LogLevel.None).Select(level => $"{level} {category}: said"),
            log.Lines);
    }

    [Fact]
    public void Log_NoRuleAtAll_KeepsTheMinimum()
    {
        using var log = new RecordedLog();
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(log))
            .AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, GuardedLogs>()
            .BuildServiceProvider();
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("EmailConsole.Outbox");

        logger.Log(LogLevel.Information, "no");
        logger.Log(LogLevel.Warning, "yes");

        Assert.Equal(["Warning EmailConsole.Outbox: yes"], log.Lines);
    }
}
