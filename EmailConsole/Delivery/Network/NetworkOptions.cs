using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery.Network;

/// <summary>The section <c>Network</c>: where tenants' providers, and all receivers of webhooks, may be. The super tenant's provider is not restricted.</summary>
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

internal sealed class NetworkOptionsValidation : IValidateOptions<NetworkOptions>
{
    public ValidateOptionsResult Validate(string? name, NetworkOptions options)
    {
        List<string> errors = [];
        for (var i = 0; i < options.Allow.Count; i++)
        {
            if (!AllowedTarget.TryParse(options.Allow[i], out _))
            {
                errors.Add(
                    $"Network:Allow:{i} '{options.Allow[i]}' must be an address range and a port, such as '10.1.0.0/16:587', '[fd00:1::/64]:25' or '10.1.2.3:*'.");
            }
        }

        CheckPorts(nameof(options.Ports), options.Ports);
        CheckPorts(nameof(options.TokenEndpointPorts), options.TokenEndpointPorts);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void CheckPorts(string key, IList<int> ports)
        {
            for (var i = 0; i < ports.Count; i++)
            {
                if (ports[i] is < 1 or > 65535)
                {
                    errors.Add($"Network:{key}:{i} must be a port from 1 to 65535; it is {ports[i]}.");
                }
            }
        }
    }
}
