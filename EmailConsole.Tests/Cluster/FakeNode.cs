using EmailConsole.Cluster;

namespace EmailConsole.Tests.Cluster;

/// <summary>A node to which nothing happens, among those that the test names.</summary>
internal class FakeNode : INode
{
    public event EventHandler? Lost
    {
        add { }
        remove { }
    }

    public event EventHandler? Lapsed
    {
        add { }
        remove { }
    }

    public event EventHandler? Expired
    {
        add { }
        remove { }
    }

    public Guid Id { get; } = Guid.NewGuid();

    public bool MayBegin { get; set; } = true;

    public bool IsDrained { get; set; }

    public NodeTrouble? LastTrouble => null;

    public virtual IReadOnlyList<NodeState> All { get; set; } = [];

    /// <param name="id">Of whom.</param>
    /// <param name="name">Its name.</param>
    /// <param name="startedAt">When it came.</param>
    /// <param name="seenAt">Its last beat.</param>
    /// <param name="silo">Where it is called.</param>
    public static NodeState State(Guid id, string name, DateTimeOffset startedAt = default, DateTimeOffset seenAt = default, string? silo = "127.0.0.1:1") =>
        new(id, name, "1", startedAt, silo, IsDrained: false, 0, null, seenAt);
}
