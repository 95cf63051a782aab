namespace EmailConsole.EmailProviders.Api.Mapping;

/// <summary>The version of the Notification Senders API that a request speaks.</summary>
internal enum SenderVersion
{
    /// <summary>User name in a field, no authentication type.</summary>
    V1 = 1,

    /// <summary>Credentials among the properties, with an authentication type.</summary>
    V2 = 2,
}
