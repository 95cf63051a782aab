using System.Net;
using EmailConsole.Delivery.Advice;
using EmailConsole.Delivery.Certificates;
using EmailConsole.Delivery.Http;
using EmailConsole.Delivery.Mime;
using EmailConsole.Delivery.Network;
using EmailConsole.Delivery.Pool;
using EmailConsole.Delivery.Smtp;
using EmailConsole.Delivery.Telemetry;
using EmailConsole.Delivery.Tokens;
using EmailConsole.Deployment;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery;

public static class DeliveryRegistration
{
    public static void AddDelivery(this IHostApplicationBuilder builder, Home home)
    {
        var services = builder.Services;
        services.TryAddSingleton(home);
        services.AddOptions<DeliveryOptions>().BindConfiguration(DeliveryOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeliveryOptions>, DeliveryOptionsValidation>();
        services.AddOptions<NetworkOptions>().BindConfiguration(NetworkOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<NetworkOptions>, NetworkOptionsValidation>();
        services.AddOptions<TlsOptions>().BindConfiguration(TlsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TlsOptions>, TlsOptionsValidation>();

        services.TryAddSingleton<IHostResolver>(_ => new SystemHostResolver(Dns.GetHostAddresses));
        services.AddSingleton<NetworkPolicy>();
        services.AddSingleton<Dialer>();
        services.AddSingleton<ProviderDialer>();
        services.AddSingleton<AdditionalAuthorities>();
        services.AddSingleton<CertificateVerifier>();
        services.AddSingleton<RevocationCheck>();
        services.AddSingleton<TlsHandshake>();
        services.AddSingleton(s => new OutboundHttp(
            s.GetRequiredService<IHostResolver>(),
            s.GetRequiredService<NetworkPolicy>(),
            s.GetRequiredService<Dialer>(),
            s.GetRequiredService<TlsHandshake>()));
        services.AddSingleton<SmtpEncryptionStage>();
        services.AddSingleton<MessageBuilder>();

        builder.AddTokens();
        services.AddSingleton<IDeliveryAdvisor, DeliveryAdvisor>();

        services.AddSingleton<ServerMemory>();
        services.AddSingleton<GreetingPatience>();
        services.AddSingleton<SmtpSessionOpener>();
        services.AddSingleton<MessageTransfer>();
        services.AddSingleton<ProviderFacts>();
        services.AddSingleton<ConnectionPools>();
        services.AddSingleton<ConnectionReturn>();
        services.AddSingleton<WarmConnections>();
        services.AddMetrics();
        services.AddSingleton<DeliveryTelemetry>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IKindTransport, SmtpTransport>());
        services.AddSingleton<ISharedSender, SharedSender>();
    }
}
