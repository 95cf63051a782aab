using EmailConsole.DevelopmentMailbox.Api;
using EmailConsole.DevelopmentMailbox.Messages;
using EmailConsole.EmailProviders;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EmailConsole.DevelopmentMailbox;

public static class DevelopmentMailboxRegistration
{
    /// <summary>The mailbox in Development; elsewhere nothing but what says that it is off.</summary>
    public static void AddDevelopmentMailbox(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<DevelopmentMailboxState>();
        builder.Services.TryAddSingleton<MailboxStore>();
        builder.Services.TryAddSingleton<MailboxReader>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, DevelopmentMailboxMatcher>());
        if (!builder.Environment.IsDevelopment())
        {
            return;
        }

        builder.Services.AddOptions<DevelopmentMailboxOptions>()
            .BindConfiguration(DevelopmentMailboxOptions.Section)
            .Validate(options => options.Port is >= 0 and <= 65535, "DevelopmentMailbox:Port must be a number from 0 to 65535.")
            .ValidateOnStart();
        builder.Services.AddSingleton<IDevelopmentServer, DevelopmentServer>();
        builder.Services.AddSingleton<MailboxDoor>();
        builder.Services.AddHostedService<MailboxListener>();
    }

    public static void MapDevelopmentMailbox(this WebApplication app)
    {
        if (app.Services.GetRequiredService<DevelopmentMailboxState>().IsEnabled)
        {
            app.MapMailboxMessages();
        }
    }
}
