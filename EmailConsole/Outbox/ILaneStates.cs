namespace EmailConsole.Outbox;

/// <summary>The lanes that are loaded, for pages and metrics. From memory; costs nothing worth mentioning.</summary>
public interface ILaneStates
{
    /// <returns>Null: not loaded.</returns>
    LaneState? Find(Guid tenantId);

    IReadOnlyCollection<LaneState> All();
}
