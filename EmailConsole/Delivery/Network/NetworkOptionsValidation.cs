using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery.Network;

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
