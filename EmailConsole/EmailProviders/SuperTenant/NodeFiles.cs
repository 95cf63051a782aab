using EmailConsole.Cluster;
using EmailConsole.Deployment;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>Watches whether all nodes have the same <c>deployment.toml</c>: each sends by its own. Degraded while they differ for longer than it takes to copy a file.</summary>
internal sealed partial class NodeFiles(INode node, TimeProvider clock, ILogger<NodeFiles> logger) : BackgroundService, IHealthCheck
{
    public const string Name = "deployment.toml on all nodes";

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Subscribers<string?> _pages = new();
    private string? _difference;

    /// <summary>Which nodes have which, and what to do; null: they do not differ.</summary>
    public string? Difference => Volatile.Read(ref _difference);

    /// <summary>Until disposed, with the new <see cref="Difference"/>.</summary>
    public IDisposable Subscribe(Action<string?> changed) => _pages.Add(changed);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Difference is { } difference ? HealthCheckResult.Degraded(difference) : HealthCheckResult.Healthy());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, clock);
        long? since = null;
        do
        {
            var found = Describe(node.All);
            since = found is null ? null : since ?? clock.GetTimestamp();
            var difference = since is { } start && clock.GetElapsedTime(start) >= Patience ? found : null;
            if (difference != Difference)
            {
                Volatile.Write(ref _difference, difference);
                _pages.Tell(difference, LogPageNotTold);
                if (difference is not null)
                {
                    LogDiffers(difference);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal static string? Describe(IReadOnlyList<NodeState> nodes)
    {
        var groups = nodes.GroupBy(n => n.File, n => n.Name, StringComparer.Ordinal)
            .Select(g => (g.Key, Names: g.Order(StringComparer.Ordinal).ToList())).OrderByDescending(g => g.Names.Count).ThenBy(g => g.Names[0], StringComparer.Ordinal).ToList();
        return groups.Count < 2 ? null
            : $"deployment.toml is not the same on all nodes: {string.Join("; ", groups.Select(g => $"{string.Join(", ", g.Names)} {(g.Names.Count > 1 ? "have" : "has")} {(g.Key is null ? "none that can be read" : g.Key)}"))}. "
                + "Each node sends by its own file, so which settings mail of the super tenant's provider leaves with depends on the node. Put the same file on all of them.";
    }

    [LoggerMessage(LogLevel.Warning, "{Difference}")]
    private partial void LogDiffers(string difference);

    [LoggerMessage(LogLevel.Error, "An open page was not told that the files of the nodes differ")]
    private partial void LogPageNotTold(Exception exception);
}
