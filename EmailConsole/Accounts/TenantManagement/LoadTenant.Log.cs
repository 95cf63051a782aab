namespace EmailConsole.Accounts.TenantManagement;

internal sealed partial class LoadTenant
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{ActorId} loaded or unloaded the tenant {Domain}: loaded {IsLoaded}.")]
    private partial void LogChanged(Guid actorId, string domain, bool isLoaded);
}
