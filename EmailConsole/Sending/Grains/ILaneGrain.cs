namespace EmailConsole.Sending.Grains;

/// <summary>A tenant's lane: where it is loaded, and how long. Its key is the tenant's id. Messages never pass through it.</summary>
[Alias("EmailConsole.Outbox.ILaneGrain")]
internal interface ILaneGrain : IGrainWithGuidKey
{
    /// <returns>False: there is no such tenant, it is not active, or the console stops.</returns>
    [Alias("Load")]
    Task<bool> LoadAsync();

    /// <summary>Nothing more leaves from here on.</summary>
    [Alias("Unload")]
    Task UnloadAsync();
}
