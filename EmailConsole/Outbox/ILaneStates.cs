namespace EmailConsole.Outbox;

/// <summary>The lanes that are loaded, here or on another node, for pages. From memory, of another node as it last said; costs nothing worth mentioning.</summary>
public interface ILaneStates
{
    /// <returns>Null: not loaded.</returns>
    LaneState? Find(Guid tenantId);

    IReadOnlyCollection<LaneState> All();
}
