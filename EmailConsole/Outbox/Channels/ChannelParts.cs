using EmailConsole.Outbox.Recording;

namespace EmailConsole.Outbox.Channels;

/// <summary>What every channel works with.</summary>
internal sealed record ChannelParts(
    Handover Handover, DeliveryRecorder Recorder, TimeProvider Clock, ILogger<ProviderChannel> Logger, CancellationToken Stopping);
