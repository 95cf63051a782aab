using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Accounts.Invitations;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox.Admission;
using EmailConsole.Outbox.Api;
using EmailConsole.Outbox.Content;
using EmailConsole.Outbox.Health;
using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Invitations;
using EmailConsole.Outbox.Retention;
using EmailConsole.Outbox.Retry;
using EmailConsole.Outbox.Store.Postgres;
using EmailConsole.Outbox.Store.Sqlite;
using EmailConsole.Outbox.Telemetry;
using EmailConsole.Outbox.Trends;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using EmailConsole.Tenants.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox;

public static class OutboxRegistration
{
    public static void AddOutbox(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<OutboxOptions>().BindConfiguration(OutboxOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OutboxOptions>, OutboxOptionsValidation>();

        services.AddMetrics();
        services.TryAddSingleton<TenantLabel>();
        services.AddSingleton<OutboxTelemetry>();
        services.AddSingleton<OutboxGauges>();
        services.AddSingleton<OutboxSpans>();
        services.AddSingleton<OldestEmailsWatch>();
        services.AddHostedService(s => s.GetRequiredService<OldestEmailsWatch>());
        services.AddHealthChecks().AddCheck<OutboxHealthCheck>(OutboxHealthCheck.Name, tags: ["ready"]);

        services.AddSingleton<OutboxTally>();
        if (builder.ReadDatabase().Kind == DatabaseKind.PostgreSql)
        {
            services.AddPostgresOutbox();
        }
        else
        {
            services.AddSqliteOutbox();
        }

        services.AddSingleton<ContentProtection>();
        services.AddSingleton<RetryPolicy>();
        services.AddSingleton<Verdicts>();
        services.TryAddSingleton<IOutboxLanes, NoLanes>();
        services.TryAddSingleton<IEmailEvents>(NoEvents.Instance);
        services.AddAdmission();
        services.AddEmailsApi();
        services.AddSingleton<IWaitingMail, WaitingMail>();
        services.AddSingleton<IInvitationMail, InvitationMail>();
        services.TryAddSingleton<IChannelStates, NoLanes>();
        services.TryAddSingleton<ILaneStates, NoLanes>();
        services.TryAddSingleton<IProviderRetry, NoLanes>();
        services.AddSingleton<AcceptEmails>();
        services.AddSingleton<ChangeEmails>();
        services.AddSingleton<RetryNow>();
        services.AddSingleton<KeyNames>();
        services.AddSingleton<BulkRetry>();
        services.AddSingleton<EmailHistory>();
        services.AddSingleton<IAcceptedMail, AcceptedMail>();
        services.AddSingleton<DeliveryTrends>();
        services.AddSingleton<ITenantDeliveries, TenantDeliveriesReader>();
        services.AddSingleton<ProviderHealths>();
        services.AddSingleton<ITenantHealth>(s => s.GetRequiredService<ProviderHealths>());
        services.AddSingleton<IEmailProviderChanged>(s => s.GetRequiredService<ProviderHealths>());
        services.AddSingleton<ProviderNotes>();
        services.AddSingleton<ExpiryWatch>();
        services.AddHostedService(s => s.GetRequiredService<ExpiryWatch>());
        services.AddSingleton<OutboxCare>();
        services.AddHostedService(s => s.GetRequiredService<OutboxCare>());
        services.AddSingleton<ITenantData, TenantEmails>();
    }
}
