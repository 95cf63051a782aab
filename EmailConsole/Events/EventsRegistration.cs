using EmailConsole.Cluster;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Managing;
using EmailConsole.Events.Notices;
using EmailConsole.Events.Posting;
using EmailConsole.Events.Queue;
using EmailConsole.Events.Retention;
using EmailConsole.Events.Watching;
using EmailConsole.Outbox;
using EmailConsole.Tenants;
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
        services.AddSingleton<PostRecorder>();
        services.AddSingleton<WebhookWorker>();
        services.AddSingleton<ProviderWatch>();
        services.AddHostedService(s => s.GetRequiredService<ProviderWatch>());
        services.AddSingleton<WebhookCare>();
        services.AddHostedService(s => s.GetRequiredService<WebhookCare>());
        services.AddSingleton<ITenantData, TenantWebhooks>();

        services.AddSingleton<EndpointRules>();
        services.AddSingleton<ViewWebhooks>();
        services.AddSingleton<ManageWebhooks>();
        services.AddSingleton<ReplayWebhooks>();
        services.AddHostedService(s => s.GetRequiredService<WebhookWorker>());
        services.AddNotices();
    }

    private static void AddNotices(this IServiceCollection services)
    {
        services.AddOptions<NoticeOptions>().BindConfiguration(NoticeOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<NoticeOptions>, NoticeOptionsValidation>();
        services.AddSingleton<StandingMatters>();
        services.AddSingleton<NoticeMail>();
        services.AddSingleton<NoticeBoard>();
        services.AddSingleton<NoticeWatch>();
        services.AddSingleton<IEndpointPaused>(s => s.GetRequiredService<NoticeWatch>());
        services.AddHostedService(s => s.GetRequiredService<NoticeWatch>());
        services.AddSingleton<ViewNotices>();
        services.AddSingleton<OwnNotices>();
    }
}
