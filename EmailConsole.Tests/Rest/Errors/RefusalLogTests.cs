using EmailConsole.Rest.Errors;
using EmailConsole.Tests.Application;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Rest.Errors;

public sealed class RefusalLogTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordedLog _log = new();
    private readonly LoggerFactory _loggers = new();
    private readonly RefusalLog _refusals;

    public RefusalLogTests()
    {
        _loggers.AddProvider(_log);
        _refusals = new RefusalLog(_time, _loggers.CreateLogger<RefusalLog>());
    }

    public void Dispose()
    {
        _refusals.Dispose();
        _loggers.Dispose();
    }

    [Fact]
    public void Count_AThousandInAMinute_IsTwoLines()
    {
        for (var i = 0; i < 1000; i++)
        {
            _refusals.Count("memory");
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal([1, 999], Counts("memory"));
    }

    [Fact]
    public void Count_OtherLimitOrLaterOn_IsToldAtOnce()
    {
        _refusals.Count("memory");
        _refusals.Count("slow");
        _time.Advance(TimeSpan.FromMinutes(1));
        _refusals.Count("memory");

        Assert.Equal([1, 1], Counts("memory"));
        Assert.Equal([1], Counts("slow"));
    }

    private int[] Counts(string limit) =>
        [.. _log.Lines.Where(line => line.Contains(limit, StringComparison.Ordinal)).Select(line => int.Parse(line.Split("refused: ")[1].Split(',')[0], null))];
}
