using EmailConsole.EmailProviders;

namespace EmailConsole.Sending.Lanes;

/// <summary>One message of a lane, given to a channel.</summary>
/// <param name="Lane">Whose.</param>
/// <param name="Item">The message.</param>
/// <param name="Provider">In force for it.</param>
/// <param name="HasMore">Whether the lane has another one ready.</param>
internal sealed record LaneTurn(Lane Lane, LaneItem Item, ProviderInForce Provider, bool HasMore);
