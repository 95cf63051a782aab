namespace EmailConsole.Sending.Lanes;

/// <summary>Loads and unloads lanes where they are to be: each once.</summary>
internal interface ILaneActivation
{
    /// <returns>False: there is no such tenant, or it is not active.</returns>
    Task<bool> LoadAsync(Guid tenantId, CancellationToken cancellationToken);

    /// <summary>Ends when the lane gives nothing more to its channel; what is under way may still end.</summary>
    Task UnloadAsync(Guid tenantId, CancellationToken cancellationToken);
}
