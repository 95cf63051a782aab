using EmailConsole.EmailProviders;
using EmailConsole.Outbox.Channels;

namespace EmailConsole.Outbox.Lanes;

/// <summary>What every lane works with.</summary>
internal sealed record LaneParts(
    IOutbox Outbox,
    IEffectiveProvider Providers,
    IChannelActivation Channels,
    LaneMemory Memory,
    WithdrawnEmails Withdrawn,
    TimeProvider Clock,
    ILogger<Lane> Logger);
