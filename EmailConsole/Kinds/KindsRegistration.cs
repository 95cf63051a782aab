using EmailConsole.Delivery;
using EmailConsole.Kinds.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EmailConsole.Kinds;

public static class KindsRegistration
{
    /// <summary>Every transport of a kind there is: a class of this assembly that is one, in the folder of its kind. That of SMTP is Delivery's own.</summary>
    public static void AddKinds(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ApiConnections>();
        builder.Services.AddSingleton<ApiSender>();
        foreach (var transport in typeof(KindsRegistration).Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IKindTransport))))
        {
            builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton(typeof(IKindTransport), transport));
        }
    }
}
