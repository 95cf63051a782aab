using EmailConsole.Rest;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace EmailConsole.Hosting.Bodies;

internal static class BodyRegistration
{
    // Of a connection, before anybody reads. Large bodies arrive as fast with it: the system has buffers of its own
    private const int MaxUnread = 128 * 1024;

    public static void AddBodyLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<BodyOptions>().BindConfiguration(BodyOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<BodyOptions>, BodyOptionsValidation>();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = RestRoutes.MaxBody;
            options.Limits.MaxRequestBufferSize = MaxUnread;

            // TimedBody looks more closely, and says what was wrong
            options.Limits.MinRequestBodyDataRate = null;
        });
    }

    /// <summary>Stands before whatever reads a body, and before what answers errors with a page.</summary>
    public static void UseBodyLimits(this IApplicationBuilder app) => app.UseMiddleware<BodyLimits>();

    /// <summary>
    /// Stands before <c>UseAntiforgery</c>, which takes every form that cannot be read for one without its token: one that takes
    /// too long is told so instead. What else is wrong with a form stays its part, and a form is read once.
    /// </summary>
    public static void UseFormsInTime(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (http.Request.HasFormContentType && http.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: true })
        {
            try
            {
                await http.Request.ReadFormAsync(http.RequestAborted);
            }
            catch (Exception e) when (e is InvalidDataException or IOException
                && http.Features.Get<IRequestBodyPipeFeature>() is not TimedBody { IsLate: true })
            {
            }
        }

        await next(http);
    });
}
