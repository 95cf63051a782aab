using EmailConsole.Persistence;

namespace EmailConsole.Cluster.Postgres;

/// <summary>
/// Finds, at a start, who uses the database already. Two that do not call each other would harm nobody, since each sends only what it owns; but one that is set up as a
/// node and one that is not are a mistake that somebody should hear of.
/// </summary>
internal sealed class OtherConsoles(NodeConnection connection, NodeRow own, TimeProvider clock)
{
    // Some beats: one that has been killed does not beat any more
    private static readonly TimeSpan ToSeeThem = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <exception cref="CannotStartException">One is not set up for several nodes, it or this.</exception>
    public async Task RefuseAsync(string database, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var first = connection.Beats().FindAll(n => n.IsAlone || own.Silo is null);
        while (first.Count > 0 && clock.GetElapsedTime(start) < ToSeeThem)
        {
            await Task.Delay(Look, clock, cancellationToken);
            var now = connection.Beats();
            if (now.Find(n => first.Exists(f => f.Node == n.Node && f.Beat < n.Beat)) is { Name: { } other })
            {
                throw new CannotStartException(
                    $"ConnectionStrings:EmailConsole: the database {database} is in use by another EmailConsole ({other}), and {(own.Silo is null ? "this" : "that")} one "
                    + "is not set up for several nodes. Set Cluster:Enabled and what belongs to it on every node (docs/cluster.md), stop the other one, or give this one a database of its own.");
            }

            first = first.FindAll(f => now.Exists(n => n.Node == f.Node));
        }
    }
}
