namespace EmailConsole.Outbox;

/// <summary>The channels that are open, for pages and metrics. From memory; costs nothing worth mentioning.</summary>
public interface IChannelStates
{
    /// <param name="ownerTenantId">Whose provider it is.</param>
    /// <returns>Null: none of its messages was sent lately.</returns>
    ChannelState? Find(Guid ownerTenantId);

    IReadOnlyCollection<ChannelState> All();
}
