using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Sending.Channels;

namespace EmailConsole.Sending.Lanes;

/// <summary>What every lane works with.</summary>
internal sealed record LaneParts(
    IOutboxStore Outbox,
    IEffectiveProvider Providers,
    IChannelActivation Channels,
    LaneMemory Memory,
    WithdrawnEmails Withdrawn,
    TimeProvider Clock,
    ILogger<Lane> Logger);
