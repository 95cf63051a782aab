using Microsoft.Extensions.Hosting;

namespace EmailConsole.Tests.Hosting;

/// <summary>A silo that comes never up: its cluster is not reachable.</summary>
internal sealed class FakeDeafSilo : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
