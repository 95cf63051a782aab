using EmailConsole.Outbox.Api.Bodies;
using EmailConsole.Rest;
using EmailConsole.Rest.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Api;

/// <summary>The send API, <c>/t/{tenant-domain}/api/v1/emails</c>.</summary>
public static class EmailsApi
{
    private const string Tag = "Emails";

    internal static void AddEmailsApi(this IServiceCollection services)
    {
        services.AddSingleton<RequestMemory>();
        services.AddSingleton<EmailRequests>();
        services.AddSingleton<PostEmail>();
    }

    public static void MapOutbox(this IEndpointRouteBuilder routes)
    {
        var limit = new RequestSizeLimitAttribute(routes.ServiceProvider.GetRequiredService<IOptions<OutboxOptions>>().Value.MaxRequestSize);
        var emails = routes.MapRestGroup().MapGroup("/emails").WithTags(Tag);

        emails.MapPost("", static (HttpContext http, RestCaller caller, PostEmail post) => post.HandleAsync(http, caller))
            .RequireRest(RestPermission.Send)
            .WithMetadata(limit)
            .WithName("SendEmail")
            .WithSummary("Send a message")
            .Produces<AcceptedBody>(StatusCodes.Status202Accepted)
            .Produces<ProblemBody>(StatusCodes.Status400BadRequest, ProblemBody.ContentType);

        emails.MapGet("/{id}", GetEmail.HandleAsync)
            .RequireRest(RestPermission.View)
            .WithName("GetEmail")
            .WithSummary("Read what became of a message")
            .Produces<EmailStoryBody>();
    }
}
