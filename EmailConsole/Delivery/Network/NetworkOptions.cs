namespace EmailConsole.Delivery.Network;

/// <summary>The section <c>Network</c>: where tenants' providers may connect. The super tenant's is not restricted.</summary>
public sealed class NetworkOptions
{
    public const string Section = "Network";

    /// <summary>
    /// Address ranges and ports that are open besides: <c>10.1.0.0/16:587</c>, <c>10.1.2.3:25</c>, <c>[fd00:1::/64]:*</c>.
    /// An entry opens private addresses and its own port. Default: none; in Development loopback on any port.
    /// </summary>
    public IList<string> Allow { get; } = [];

    /// <summary>The ports of SMTP servers on public addresses; unset: 25, 465, 587, 2465, 2525, 2587.</summary>
    public IList<int> Ports { get; } = [];

    /// <summary>The ports of token endpoints on public addresses; unset: 443, 8443, 9443.</summary>
    public IList<int> TokenEndpointPorts { get; } = [];
}
