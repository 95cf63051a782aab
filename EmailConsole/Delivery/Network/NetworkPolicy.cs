using System.Net;
using EmailConsole.EmailProviders;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery.Network;

/// <summary>
/// Where a provider may connect, asked for each resolved address at the moment of connecting: a name alone says nothing,
/// and may resolve to something else the next time.
/// </summary>
public sealed class NetworkPolicy
{
    private static readonly int[] _smtpPorts = [25, 465, 587, 2465, 2525, 2587];
    private static readonly int[] _tokenPorts = [443, 8443, 9443];

    private static readonly int[] _webhookPorts = [443, 8443, 9443];

    private readonly List<AllowedTarget> _allow;
    private readonly bool _isDevelopment;
    private readonly HashSet<int> _smtp;
    private readonly HashSet<int> _token;

    public NetworkPolicy(IOptions<NetworkOptions> options, IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        _allow = [.. options.Value.Allow.Select(text =>
            AllowedTarget.TryParse(text, out var target) ? target : throw new FormatException($"Network:Allow '{text}'"))];
        _isDevelopment = environment.IsDevelopment();
        if (_isDevelopment)
        {
            _allow.Add(new AllowedTarget(IPNetwork.Parse("127.0.0.0/8"), null));
            _allow.Add(new AllowedTarget(IPNetwork.Parse("::1/128"), null));
        }

        _smtp = [.. options.Value.Ports.Count > 0 ? options.Value.Ports : _smtpPorts];
        _token = [.. options.Value.TokenEndpointPorts.Count > 0 ? options.Value.TokenEndpointPorts : _tokenPorts];
    }

    public NetworkDecision Check(ProviderOrigin origin, TargetUse use, IPAddress address, int port)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (origin == ProviderOrigin.SuperTenant)
        {
            return NetworkDecision.Allowed;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (_allow.Exists(a => a.Includes(plain, port)))
        {
            return NetworkDecision.Allowed;
        }

        return !PublicAddress.Is(plain) ? NetworkDecision.AddressRefused
            : IsOpen(use, port) ? NetworkDecision.Allowed
            : NetworkDecision.PortRefused;
    }

    /// <summary>Whether a webhook may go there without encryption: to try it, in Development, at loopback or what <c>Network:Allow</c> opens.</summary>
    internal bool MayBePlain(IPAddress address, int port) =>
        _isDevelopment && _allow.Exists(a => a.Includes(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port));

    private bool IsOpen(TargetUse use, int port) => use switch
    {
        TargetUse.Smtp => _smtp.Contains(port),
        TargetUse.Webhook => _webhookPorts.Contains(port),
        _ => _token.Contains(port),
    };
}

/// <summary>What the network policy says to one address and port.</summary>
public enum NetworkDecision
{
    Allowed = 0,

    /// <summary>Loopback, private, link-local, metadata or another address that is not of the public internet.</summary>
    AddressRefused = 1,

    /// <summary>A public address, and a port that is not open to tenants.</summary>
    PortRefused = 2,
}

/// <summary>What a connection is for; each has its ports.</summary>
public enum TargetUse
{
    Smtp = 0,
    TokenEndpoint = 1,

    /// <summary>443, 8443 and 9443.</summary>
    Webhook = 2,
}

/// <summary>The network policy does not let a tenant connect there.</summary>
/// <param name="target">Host and port as configured.</param>
public sealed class TargetNotAllowedException(string target) : IOException($"The network policy does not allow {target}.");
