namespace EmailConsole.Cluster;

/// <summary>The nodes as those who run them see them: only where several may share the database.</summary>
internal interface IClusterNodes
{
    /// <summary>What each owns, as the database has it.</summary>
    /// <exception cref="System.Data.Common.DbException">The database cannot be asked.</exception>
    Task<IReadOnlyDictionary<Guid, NodeOwns>> FindOwnedAsync(CancellationToken cancellationToken);

    /// <summary>Those that went within the last day, the last one first.</summary>
    /// <exception cref="System.Data.Common.DbException">The database cannot be asked.</exception>
    Task<IReadOnlyList<NodeGone>> FindGoneAsync(CancellationToken cancellationToken);

    /// <summary>Takes a node out, which then gives back what it owns, or back in. Until it is started anew.</summary>
    /// <returns>False: it is gone.</returns>
    /// <exception cref="System.Data.Common.DbException">The database cannot be asked.</exception>
    Task<bool> SetDrainedAsync(Guid node, bool isDrained, CancellationToken cancellationToken);
}

/// <param name="IsDrained">It is taken out.</param>
/// <param name="Channels">Of providers.</param>
/// <param name="Lanes">Of tenants.</param>
internal sealed record NodeOwns(bool IsDrained, long Channels, long Lanes)
{
    public static NodeOwns Nothing { get; } = new(IsDrained: false, 0, 0);
}

/// <summary>A node that is not there any more.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Of the product.</param>
/// <param name="StartedAt">When it came.</param>
/// <param name="GoneAt">When it went.</param>
/// <param name="Why">For those who run the console.</param>
internal sealed record NodeGone(string Name, string Version, DateTimeOffset StartedAt, DateTimeOffset GoneAt, string Why);
