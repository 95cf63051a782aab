namespace EmailConsole.Sending.Channels;

/// <summary>Opens the channel of an owner where it is to be: once.</summary>
internal interface IChannelActivation
{
    /// <returns>The open channel.</returns>
    Task<ProviderChannel> OpenAsync(Guid ownerTenantId, CancellationToken cancellationToken);
}
