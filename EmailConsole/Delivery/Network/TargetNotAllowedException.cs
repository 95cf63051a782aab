namespace EmailConsole.Delivery.Network;

/// <summary>The network policy does not let a tenant connect there.</summary>
/// <param name="target">Host and port as configured.</param>
public sealed class TargetNotAllowedException(string target) : IOException($"The network policy does not allow {target}.");
