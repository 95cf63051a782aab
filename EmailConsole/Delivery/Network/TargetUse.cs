namespace EmailConsole.Delivery.Network;

/// <summary>What a connection is for; each has its ports.</summary>
public enum TargetUse
{
    Smtp = 0,
    TokenEndpoint = 1,
}
