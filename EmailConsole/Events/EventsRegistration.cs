using EmailConsole.Cluster;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Posting;
using EmailConsole.Events.Queue;
using EmailConsole.Outbox;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EmailConsole.Events;

public static class EventsRegistration
{
    /// <summary>Registers how tenants' programs are told what has happened.</summary>
    public static void AddEvents(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidation>();
        services.AddSingleton<EventSignal>();
        services.AddSingleton<WebhookTelemetry>();

        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<EndpointDirectory>();
        services.AddHostedService(s => s.GetRequiredService<EndpointDirectory>());
        services.AddSingleton<IClusterEventListener>(s => s.GetRequiredService<EndpointDirectory>());
        services.RemoveAll<IEmailEvents>();
        services.AddSingleton<IEmailEvents>(s => s.GetRequiredService<EndpointDirectory>());

        services.AddSingleton<FanOut>();
        services.AddSingleton<DeliveryRows>();
        services.AddSingleton<WebhookPost>();
        services.AddSingleton<WebhookWorker>();
        services.AddHostedService(s => s.GetRequiredService<WebhookWorker>());
    }
}
