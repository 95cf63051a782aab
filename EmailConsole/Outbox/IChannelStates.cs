namespace EmailConsole.Outbox;

/// <summary>The channels that are open, here or on another node, for pages and metrics. From memory, of another node as it last said; costs nothing worth mentioning.</summary>
public interface IChannelStates
{
    /// <param name="ownerTenantId">Whose provider it is.</param>
    /// <returns>Null: none of its messages was sent lately.</returns>
    ChannelState? Find(Guid ownerTenantId);

    IReadOnlyCollection<ChannelState> All();

    /// <summary>Those of this node.</summary>
    IReadOnlyCollection<ChannelState> Here();
}
