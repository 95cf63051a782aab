namespace EmailConsole.Rest;

/// <summary>What an API key may be used for.</summary>
[Flags]
public enum RestScopes
{
    None = 0,

    /// <summary>Send, cancel and resend messages.</summary>
    Send = 1,

    /// <summary>Read messages and what became of them.</summary>
    View = 2,

    /// <summary>Read and change the tenant's email provider.</summary>
    Manage = 4,
}
