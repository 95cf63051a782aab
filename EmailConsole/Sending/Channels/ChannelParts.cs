using EmailConsole.Sending.Recording;
using EmailConsole.Tenants.Telemetry;

namespace EmailConsole.Sending.Channels;

/// <summary>What every channel works with.</summary>
internal sealed record ChannelParts(
    Handover Handover, DeliveryRecorder Recorder, TimeProvider Clock, TenantLabel Tenants, ILogger<ProviderChannel> Logger, CancellationToken Stopping);
