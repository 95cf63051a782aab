namespace EmailConsole.Sending.Grains;

/// <summary>A provider's channel, once in the whole console. Its key is the id of the tenant whose provider it is.</summary>
[Alias("EmailConsole.Outbox.IChannelGrain")]
internal interface IChannelGrain : IGrainWithGuidKey
{
    /// <summary>Ends when the channel is open.</summary>
    [Alias("Open")]
    Task OpenAsync();
}
