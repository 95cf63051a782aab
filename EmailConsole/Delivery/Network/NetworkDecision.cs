namespace EmailConsole.Delivery.Network;

/// <summary>What the network policy says to one address and port.</summary>
public enum NetworkDecision
{
    Allowed = 0,

    /// <summary>Loopback, private, link-local, metadata or another address that is not of the public internet.</summary>
    AddressRefused = 1,

    /// <summary>A public address, and a port that is not open to tenants.</summary>
    PortRefused = 2,
}
