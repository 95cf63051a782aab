namespace EmailConsole.EmailProviders.Api;

/// <summary>The one name a sender can have, which is that of the super tenant's publisher in WSO2.</summary>
internal static class SenderName
{
    public const string System = "EmailPublisher";
}
