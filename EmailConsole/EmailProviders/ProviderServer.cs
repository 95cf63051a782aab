namespace EmailConsole.EmailProviders;

/// <summary>Whose server a tenant's own provider sends through.</summary>
public enum ProviderServer
{
    /// <summary>The one that the settings name.</summary>
    Own = 0,

    /// <summary>
    /// The super tenant's, with its account and its limits: the settings name a sender alone. WSO2: a sender without a server.
    /// </summary>
    Platform = 1,
}

/// <summary>The words of the form.</summary>
public static class ProviderServerLabels
{
    public static string Label(this ProviderServer server) => server == ProviderServer.Platform ? "The super tenant's server" : "A server of our own";
}
