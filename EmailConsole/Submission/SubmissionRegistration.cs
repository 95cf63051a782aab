using System.Net;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Delivery.Smtp;
using EmailConsole.Deployment;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.SmtpServing;
using EmailConsole.Submission.Intake;
using Microsoft.Extensions.Options;

namespace EmailConsole.Submission;

public static class SubmissionRegistration
{
    /// <summary>The SMTP ports at which a tenant's programs hand their mail over.</summary>
    public static void AddSubmission(this IHostApplicationBuilder builder, Home home)
    {
        var services = builder.Services;
        builder.AddPlace(s => new SubmissionState(FindCertificate(s, builder, home)));
        services.AddSingleton<SenderPolicies>();
        services.AddSingleton<IEmailProviderChanged>(s => s.GetRequiredService<SenderPolicies>());
        services.AddSingleton<IProgramSendersChanged>(s => s.GetRequiredService<SenderPolicies>());
        services.AddSingleton(s => new MessageIntake(
            s.GetRequiredService<SubmissionHost>().Name, s.GetRequiredService<IOptions<OutboxOptions>>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ISmtpEntrance, SubmissionEntrance>();
        services.AddSingleton<SubmissionTelemetry>();
        services.AddSingleton<SubmissionDoor>();
        services.AddHostedService<SubmissionServer>();
    }

    /// <summary>For a command that opens no port: which provider would lead to a console with this configuration.</summary>
    public static void AddSubmissionPlace(this IHostApplicationBuilder builder, Home home) => builder.AddPlace(s =>
    {
        var certificate = FindCertificate(s, builder, home);
        return new SubmissionState(certificate)
        {
            Ports = s.GetRequiredService<IOptions<SubmissionOptions>>().Value.FindPorts(certificate is not null, builder.Environment.IsDevelopment()),
        };
    });

    private static void AddPlace(this IHostApplicationBuilder builder, Func<IServiceProvider, SubmissionState> state)
    {
        var services = builder.Services;
        services.AddOptions<SubmissionOptions>().BindConfiguration(SubmissionOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SubmissionOptions>, SubmissionOptionsValidation>();
        services.AddSingleton(s => new SubmissionHost(s.GetRequiredService<IOptions<SubmissionOptions>>().Value.HostName is { Length: > 0 } configured
            ? configured
            : Uri.TryCreate(builder.Configuration["PublicUrl"], UriKind.Absolute, out var url) && EhloName.IsValid(url.Host)
                ? url.Host
                : EhloName.Choose(null, IPAddress.Loopback)));
        services.AddSingleton(state);
        services.AddSingleton<IOwnServer, SubmissionPlace>();
    }

    private static ServerCertificate? FindCertificate(IServiceProvider services, IHostApplicationBuilder builder, Home home) =>
        services.GetRequiredService<IOptions<SubmissionOptions>>().Value.FindCertificate(builder.Configuration, home.Resolve) is { } files
            ? new ServerCertificate(files)
            : null;
}
