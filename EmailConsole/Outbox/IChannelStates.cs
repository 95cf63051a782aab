namespace EmailConsole.Outbox;

/// <summary>The channels that are open, here or on another node, for pages and metrics. From memory, of another node as it last said; costs nothing worth mentioning.</summary>
public interface IChannelStates
{
    /// <param name="providerId">Of which provider.</param>
    /// <returns>Null: no message was sent by it lately.</returns>
    ChannelState? Find(Guid providerId);

    IReadOnlyCollection<ChannelState> All();

    /// <summary>Those of this node.</summary>
    IReadOnlyCollection<ChannelState> Here();
}
