using EmailConsole.Events;
using EmailConsole.Events.Endpoints;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmailConsole.Tests.Hosting.Kills;

/// <summary>Where the super tenant's programs are told of what was delivered: plain, on loopback, which no page would take.</summary>
internal static class LocalEndpoint
{
    /// <param name="port">Of the receiver.</param>
    /// <param name="keyFolder">The key ring of the consoles that tell.</param>
    public static WebhookEndpoint At(int port, string keyFolder)
    {
        var keys = DataProtectionProvider.Create(new DirectoryInfo(keyFolder), ring => ring.SetApplicationName("EmailConsole"));
        var (id, tenant) = (Guid.CreateVersion7(), TenantDomain.SuperTenantId);
        return new WebhookEndpoint
        {
            Id = id,
            TenantId = tenant,
            Url = $"http://127.0.0.1:{port}/hook",
            Types = EventTypes.EmailDelivered,
            ProtectedSecret = new WebhookSecrets(keys, NullLogger<WebhookSecrets>.Instance).Protect(tenant, id, WebhookSecrets.Generate()),
            CreatedAt = TimeProvider.System.GetUtcNow(),
            CreatedBy = "admin@carbon.super",
        };
    }
}
