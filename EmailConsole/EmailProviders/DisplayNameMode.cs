namespace EmailConsole.EmailProviders;

/// <summary>What the From header shows beside the address. WSO2: <c>signature</c>.</summary>
public enum DisplayNameMode
{
    /// <summary>Nothing is said; the server may add a name of its own. WSO2: unset.</summary>
    LeaveToServer = 0,

    /// <summary>The bare address. WSO2: empty.</summary>
    AddressOnly = 1,

    /// <summary><see cref="EmailProviderSettings.DisplayName"/>.</summary>
    Name = 2,
}
