namespace EmailConsole.Cluster;

/// <summary>This process as one of those that share the database. Thread-safe.</summary>
internal interface INode
{
    /// <summary>
    /// One start of this node, never used again. Another one follows where the others have taken it for dead: whatever it owned under the
    /// former is somebody else's.
    /// </summary>
    Guid Id { get; }

    /// <summary>
    /// Whether enough of the lease is left to begin what reaches a server within a second: nobody else owns what this node does. The last thing
    /// to ask before anything goes out.
    /// </summary>
    bool MayBegin { get; }

    /// <summary>Whether somebody has taken it out: it gives back what it owns, and takes nothing.</summary>
    bool IsDrained { get; }

    /// <summary>What last kept it from its work; null: nothing since it started.</summary>
    NodeTrouble? LastTrouble { get; }

    /// <summary>As of the last beat, this one among them.</summary>
    IReadOnlyList<NodeState> All { get; }

    /// <summary>The others have taken this node for dead, or another database server answers: it owns nothing any more. Must be quick.</summary>
    event EventHandler? Lost;

    /// <summary>The lease runs out, since the database does not answer. Nothing begins until it is renewed. Must be quick.</summary>
    event EventHandler? Lapsed;

    /// <summary>It has run out: from here on another node may take over what this one owns. Must be quick.</summary>
    event EventHandler? Expired;
}

/// <summary>A node as the database knows it.</summary>
/// <param name="Id">See <see cref="INode.Id"/>.</param>
/// <param name="Name">Of the machine, or as <c>Cluster:Name</c> says.</param>
/// <param name="Version">Of the product.</param>
/// <param name="StartedAt">When it came.</param>
/// <param name="Silo">Where it is called; null: it is on its own.</param>
/// <param name="IsDrained">Somebody has taken it out.</param>
/// <param name="Applied">Up to which change of settings it acts accordingly.</param>
/// <param name="File">By which its <c>deployment.toml</c> is told from another; null: it has none.</param>
/// <param name="SeenAt">Its last beat, by the database's clock.</param>
internal sealed record NodeState(
    Guid Id, string Name, string Version, DateTimeOffset StartedAt, string? Silo, bool IsDrained, long Applied, string? File, DateTimeOffset SeenAt);

/// <param name="At">When it began, by the node's clock.</param>
/// <param name="Text">For those who run the console.</param>
internal sealed record NodeTrouble(DateTimeOffset At, string Text);

/// <summary>What one node alone may do. The numbers are stored.</summary>
internal enum OwnedKind
{
    /// <summary>Connect to a provider's server. The key is the id of the provider.</summary>
    Channel = 0,

    /// <summary>Send a tenant's mail. The key is the tenant's id.</summary>
    Lane = 1,

    /// <summary>What is to be done once for all. The key is one of <see cref="ClusterRole"/>.</summary>
    Role = 2,
}

/// <summary>Who owns what. Where nobody else is on the database everything is this node's. Thread-safe.</summary>
internal interface IOwners
{
    /// <summary>Whether this node has it; asks nobody.</summary>
    bool Owns(OwnedKind kind, Guid key);

    /// <summary>Takes it where nobody has it.</summary>
    /// <returns>The node that owns it now; null: nobody, since this one may take nothing now.</returns>
    /// <exception cref="System.Data.Common.DbException">The database cannot be asked.</exception>
    Task<Guid?> TakeAsync(OwnedKind kind, Guid key, CancellationToken cancellationToken);

    /// <summary>Asks who owns it, and takes nothing.</summary>
    /// <returns>Null: nobody.</returns>
    Task<Guid?> FindAsync(OwnedKind kind, Guid key, CancellationToken cancellationToken);

    /// <summary>What other nodes own of a kind, by the node.</summary>
    Task<IReadOnlyDictionary<Guid, Guid>> FindOthersAsync(OwnedKind kind, CancellationToken cancellationToken);

    /// <summary>From here on it is nobody's, as soon as the database can be told. The caller does nothing with it any more.</summary>
    void GiveBack(OwnedKind kind, Guid key);

    /// <summary>What this node owns of a kind.</summary>
    IReadOnlyList<Guid> OwnedOf(OwnedKind kind);
}

/// <summary>Work that one node does for all.</summary>
internal static class ClusterRole
{
    /// <summary>Ends what is out of time.</summary>
    public static readonly Guid Expiry = new("00000000-0000-0000-0000-000000000001");

    /// <summary>Deletes what is old, and folds what nodes that are gone have counted.</summary>
    public static readonly Guid Care = new("00000000-0000-0000-0000-000000000002");

    /// <summary>Watches what people and programs are to be told of, and deletes what was told long ago.</summary>
    public static readonly Guid Events = new("00000000-0000-0000-0000-000000000003");

    /// <summary>Hands on what has happened to those who want to be told.</summary>
    public static readonly Guid Webhooks = new("00000000-0000-0000-0000-000000000004");

    /// <summary>Whether it is taken out, and there is another one that is not.</summary>
    public static bool IsToLeave(this INode node) => node.IsDrained && node.All.Any(other => other.Id != node.Id && !other.IsDrained);

    /// <summary>Whether that work is this node's now. One that is taken out leaves it to the others, as long as one of them is not.</summary>
    /// <exception cref="System.Data.Common.DbException">The database cannot be asked.</exception>
    public static async Task<bool> TakeRoleAsync(this IOwners owners, INode node, Guid role, CancellationToken cancellationToken)
    {
        if (node.IsToLeave())
        {
            owners.GiveBack(OwnedKind.Role, role);
            return false;
        }

        return await owners.TakeAsync(OwnedKind.Role, role, cancellationToken) == node.Id;
    }
}

/// <summary>The file that a node's settings come from, which must be the same on all.</summary>
internal interface INodeFile
{
    /// <summary>By which its content is told from another; null: there is none. Asks no disk.</summary>
    string? Hash { get; }
}

/// <summary>Acts on what another node, or somebody at the database, has changed.</summary>
internal interface IClusterEventListener
{
    /// <param name="change">What has changed. What this node has changed itself, and told already, comes as well.</param>
    /// <param name="cancellationToken">Ends after a second: until then the node sends nothing.</param>
    Task ChangedAsync(ClusterEvent change, CancellationToken cancellationToken);
}

/// <summary>What a change is about. The names are in the database's triggers.</summary>
/// <param name="Kind">The table.</param>
/// <param name="Key">The tenant's id.</param>
/// <param name="State">What is in force since: see the kinds; null: there is none any more.</param>
internal sealed record ClusterEvent(string Kind, Guid Key, string? State = null)
{
    /// <summary>A tenant's own email provider was stored, removed or deleted. The state is the version of its row.</summary>
    public const string Provider = "provider";

    /// <summary>A tenant was changed or deleted. The state is <c>true</c> while it is active.</summary>
    public const string Tenant = "tenant";

    /// <summary>Where a tenant's programs want to be told of something was changed. The state is the version of the row.</summary>
    public const string Webhook = "webhook";

    /// <summary>Which ones is not known any more: everything may have changed.</summary>
    public static ClusterEvent Everything { get; } = new("everything", Guid.Empty);
}

/// <summary>Small facts that every node should know at once and none needs to: what is told may be lost. Thread-safe.</summary>
internal interface INews
{
    /// <summary>Tells the other nodes; ends when the database has it, or cannot be told.</summary>
    /// <param name="topic">Letters.</param>
    /// <param name="text">At most 6,000 bytes; no secret.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task TellAsync(string topic, string text, CancellationToken cancellationToken);
}

/// <summary>Hears what other nodes tell line by line, from the start on, whether this node has used it yet or not.</summary>
internal interface INewsListener
{
    /// <summary>The topic of what a node has given back, or left behind; the line is empty. Comes of one's own too.</summary>
    const string Freed = "freed";

    /// <summary>Letters.</summary>
    string Topic { get; }

    /// <summary>Must be quick, on any thread; may come before what was told earlier, or not at all.</summary>
    void Heard(string line);
}

/// <summary>When changes are in force everywhere.</summary>
internal interface IClusterChanges
{
    /// <summary>Waits until every other node acts on what this one has committed and told, for two seconds at most. Where there is no other, not at all.</summary>
    /// <returns>False: some do not yet, or the database does not say.</returns>
    Task<bool> EverywhereAsync(CancellationToken cancellationToken);
}
