using EmailConsole.Deployment;
using EmailConsole.Hosting.Bodies;
using EmailConsole.Hosting.Health;
using EmailConsole.Hosting.Keys;
using EmailConsole.Hosting.Moving;
using EmailConsole.Hosting.Security;
using EmailConsole.Hosting.Telemetry;
using EmailConsole.Persistence;
using EmailConsole.Rest;
using EmailConsole.Shell;
using Microsoft.AspNetCore.HostFiltering;

namespace EmailConsole.Hosting;

public static class HostingRegistration
{
    private const string DefaultAddress = "http://localhost:5240";

    private static readonly string[] ListeningKeys = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints"];

    public static void AddHosting(this WebApplicationBuilder builder, Home home)
    {
        var address = PublicAddress.Read(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(address);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
            address.Apply(PublicAddress.AllowedHosts(builder.Configuration, address), forwarded));
        builder.Services.PostConfigure<HostFilteringOptions>(options =>
        {
            if (PublicAddress.AllowedHosts(builder.Configuration, address) is { } hosts)
            {
                options.AllowedHosts = hosts.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            }
        });
        builder.Services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));
        // Behind a proxy no address that is listened on tells the port
        builder.Services.AddHttpsRedirection(options => options.HttpsPort = address.PublicUrl?.Port);
        // SecurityHeaders sets a stricter one
        builder.Services.AddAntiforgery(options =>
        {
            options.SuppressXFrameOptionsHeader = true;
            options.Cookie.SecurePolicy = builder.Environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        });
        // Whoever sends a token that is none would have an exception logged as an error, as often as they like
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Critical);
        builder.AddGuardedLogs();
        builder.Services.AddSingleton<IDatabaseStep, UnfinishedMove>();
        KeyRing.Add(builder, home);
        builder.AddTelemetry();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database", tags: [HealthEndpoints.ReadyTag]);
        builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
        builder.AddBodyLimits();

        if (!ListeningKeys.Any(key => builder.Configuration.GetSection(key).Exists()))
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        // From a build's output static files are found through a manifest, which only Development reads by itself
        if (!Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")))
        {
            builder.WebHost.UseStaticWebAssets();
        }
    }

    public static void UseHosting(this WebApplication app)
    {
        if (app.Services.GetRequiredService<PublicAddressOptions>().IsBehindProxy)
        {
            app.UseForwardedHeaders();
        }

        app.UseSecurityHeaders();
        app.UseBodyLimits();
        app.UseTelemetry();
        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandlingPath = "/error",
                CreateScopeForErrors = true,
                StatusCodeSelector = e => DatabaseFaults.IsCauseOf(e) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,
            });
            app.UseHsts();
            app.UseWhen(IsForPeople, people => people.UseHttpsRedirection().UseHttpsOnly());
        }

        // A page says in words what happened; a POST must not be run again against that page
        app.UseWhen(
            context => HttpMethods.IsGet(context.Request.Method) && IsForPeople(context),
            people => people.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.UseUnreadableBodies();
        app.UseRest();
        app.UseCircuitOrigin();
        app.UseCircuitsUntilStop();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseFormsInTime();
        app.UseAntiforgery();
    }

    public static void MapHosting(this WebApplication app)
    {
        app.MapHealth();
        app.Lifetime.ApplicationStarted.Register(() => PlainHttpWarning.Check(app));
    }

    // Probes and the API are answered where they asked, with a status and no page
    private static bool IsForPeople(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
        && !RestPaths.IsRest(context.Request.Path);
}
