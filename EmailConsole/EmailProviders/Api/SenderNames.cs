namespace EmailConsole.EmailProviders.Api;

/// <summary>The one name a sender can have, which is that of the super tenant's publisher in WSO2.</summary>
internal static class SenderName
{
    public const string System = "EmailPublisher";
}

/// <summary>The scopes of both families that WSO2 names for these operations: the access control's and the definition's.</summary>
internal static class SenderScopes
{
    public static readonly string[] View = ["internal_notification_senders_view", "internal_config_mgt_view"];
    public static readonly string[] Create = ["internal_notification_senders_create", "internal_config_mgt_add"];
    public static readonly string[] Update = ["internal_notification_senders_update", "internal_config_mgt_update"];
    public static readonly string[] Delete = ["internal_notification_senders_delete", "internal_config_mgt_delete"];
    public static readonly string[] All = [.. View, .. Create, .. Update, .. Delete];
}
