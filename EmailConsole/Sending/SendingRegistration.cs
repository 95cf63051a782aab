using EmailConsole.Cluster;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Sending.Changes;
using EmailConsole.Sending.Channels;
using EmailConsole.Sending.Lanes;
using EmailConsole.Sending.Loading;
using EmailConsole.Sending.Nodes;
using EmailConsole.Sending.Recording;
using EmailConsole.Tenants;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EmailConsole.Sending;

public static class SendingRegistration
{
    /// <summary>Registers those who drain the outbox. Whoever hosts the silo lets them begin.</summary>
    public static void AddSending(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<DeliveryRecorder>();
        services.AddSingleton<IDeliveryRecorder>(s => s.GetRequiredService<DeliveryRecorder>());
        services.AddSingleton<IServerPast, ServerPast>();
        services.AddSingleton<Dispatcher>();
        services.AddSingleton<ChannelSet>();
        services.RemoveAll<IChannelStates>();
        services.AddSingleton<IChannelStates, ChannelsEverywhere>();

        services.AddSingleton<LaneMemory>();
        services.AddSingleton<WithdrawnEmails>();
        services.AddSingleton<LaneWakes>();
        services.AddSingleton<LanesElsewhere>();
        services.AddSingleton<LaneSet>();
        services.RemoveAll<ILaneStates>();
        services.AddSingleton<ILaneStates, LanesEverywhere>();
        services.RemoveAll<IOutboxLanes>();
        services.AddSingleton<IOutboxLanes, OutboxLanes>();

        services.AddSingleton<ChannelLoader>();
        services.AddSingleton<LaneLoader>();
        services.AddSingleton<LaneWithdrawals>();
        services.AddSingleton<IChannelActivation>(s => s.GetRequiredService<ChannelLoader>());
        services.TryAddSingleton<INodeCalls, NoOtherNodes>();
        services.AddSingleton<NodeLooks>();
        services.AddHostedService(s => s.GetRequiredService<NodeLooks>());
        services.AddTransient<ManageNodes>();
        services.AddHealthChecks().AddCheck<NodeHealthCheck>(NodeHealthCheck.Name, tags: ["ready"]);

        services.AddSingleton<ITenantLanes, TenantLanes>();
        services.AddSingleton<TenantLoading>();
        services.AddSingleton<LaneKeeper>();
        services.AddHostedService(s => s.GetRequiredService<LaneKeeper>());
        services.AddSingleton<INewsListener>(s => s.GetRequiredService<LaneKeeper>());
        services.AddHostedService<LaneUnloader>();
        services.AddSingleton<WaitingRetries>();
        services.AddHostedService(s => s.GetRequiredService<WaitingRetries>());
        services.RemoveAll<IProviderRetry>();
        services.AddSingleton<ProviderRetry>();
        services.AddSingleton<IProviderRetry>(s => s.GetRequiredService<ProviderRetry>());
        services.AddSingleton<INewsListener>(s => s.GetRequiredService<ProviderRetry>());
        services.AddSingleton<LaneChanges>();
        services.AddSingleton<IEmailProviderChanged>(s => s.GetRequiredService<LaneChanges>());
        services.AddSingleton<ITenantChanged>(s => s.GetRequiredService<LaneChanges>());
        services.AddSingleton<IClusterEventListener>(s => s.GetRequiredService<LaneChanges>());
    }
}
