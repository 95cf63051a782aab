using EmailConsole.Outbox.Api.Bodies;
using EmailConsole.Rest;
using EmailConsole.Rest.Errors;
using EmailConsole.Rest.Reference;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Api;

/// <summary>The send API, <c>/t/{tenant-domain}/api/v1/emails</c>.</summary>
public static class EmailsApi
{
    private const string Tag = "Emails";
    private const string Id = "Of the message, as its acceptance was answered.";
    private const string Key = "A key of your own, such as a UUID: the same request with the same key is accepted once within 24 hours.";

    internal static void AddEmailsApi(this IServiceCollection services)
    {
        services.AddSingleton<RequestMemory>();
        services.AddSingleton<EmailRequests>();
        services.AddSingleton<NotedRefusals>();
        services.AddSingleton<PostEmail>();
        services.AddSingleton<BatchReader>();
        services.AddSingleton<PostBatch>();
        services.AddSingleton<ChangeEmail>();
    }

    public static void MapOutbox(this IEndpointRouteBuilder routes)
    {
        var emails = routes.MapRestGroup().MapGroup("/emails").WithTags(Tag);
        MapSending(emails, new RequestSizeLimitAttribute(routes.ServiceProvider.GetRequiredService<IOptions<OutboxOptions>>().Value.MaxRequestSize));
        MapReading(emails);
        MapChanging(emails);
        MapChangingMany(emails);
        MapProvider(routes.MapRestGroup().MapGroup("/provider").WithTags(Tag));
    }

    private static void MapSending(RouteGroupBuilder emails, RequestSizeLimitAttribute limit)
    {
        emails.MapPost("", static (HttpContext http, RestCaller caller, PostEmail post, NotedRefusals noted) => noted.NoteAsync(caller, post.HandleAsync(http, caller)))
            .RequireRest(RestPermission.Send)
            .WithMetadata(limit)
            .WithName("SendEmail")
            .WithSummary("Send a message")
            .WithDescription("202 means that the message is on the disk: it will be delivered, or accounted for. The sender is the From Address of the tenant's email provider. The body is JSON, or a form as WSO2 Identity Server posts it.")
            .WithRequestBody(typeof(SendBody))
            .WithRequestForm(typeof(SendFormBody), EmailExamples.NewForm)
            .WithRequestHeader(IdempotencyHeader.Name, Key)
            .WithRequestExample(EmailExamples.New)
            .WithResponseExample(StatusCodes.Status202Accepted, EmailExamples.Accepted)
            .Produces<AcceptedBody>(StatusCodes.Status202Accepted)
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable);

        emails.MapPost("/batch", static (HttpContext http, RestCaller caller, PostBatch post, NotedRefusals noted) => noted.NoteAsync(caller, post.HandleAsync(http, caller)))
            .RequireRest(RestPermission.Send)
            .WithMetadata(limit)
            .WithName("SendEmails")
            .WithSummary("Send many messages")
            .WithDescription("Up to 1,000 messages in one request, each with an outcome of its own.")
            .Accepts<SendBatchBody>(EmailRequests.Json)
            .WithRequestHeader(IdempotencyHeader.Name, Key)
            .WithRequestExample(EmailExamples.NewBatch)
            .WithResponseExample(StatusCodes.Status200OK, EmailExamples.BatchAnswer)
            .Produces<BatchBody>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable);
    }

    private static void MapReading(RouteGroupBuilder emails)
    {
        emails.MapGet("", ListEmails.HandleAsync)
            .RequireRest(RestPermission.View)
            .WithName("ListEmails")
            .WithSummary("List messages")
            .WithDescription("Newest first, page by page, without their contents.")
            .Produces<EmailPageBody>()
            .WithResponseExample(StatusCodes.Status200OK, EmailExamples.Page)
            .ProducesErrors(StatusCodes.Status400BadRequest);

        emails.MapGet("/{id}", GetEmail.HandleAsync)
            .RequireRest(RestPermission.View)
            .WithName("GetEmail")
            .WithSummary("Read what became of a message")
            .WithDescription("State, recipients, and every attempt with the server's reply, cause and cure.")
            .WithParameterExample("id", null, Id)
            .Produces<EmailStoryBody>()
            .WithResponseExample(StatusCodes.Status200OK, EmailExamples.Story)
            .ProducesErrors(StatusCodes.Status404NotFound);
    }

    private static void MapChanging(RouteGroupBuilder emails)
    {
        emails.MapPost("/{id}/cancel", static (string id, HttpContext http, RestCaller caller, ChangeEmail change) => change.CancelAsync(id, http, caller))
            .RequireRest(RestPermission.Operate)
            .WithName("CancelEmail")
            .WithSummary("Cancel a message")
            .WithDescription("Recipients that have it already keep it; the others do not get it.")
            .WithParameterExample("id", null, Id)
            .Produces<EmailStoryBody>()
            .ProducesErrors(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);

        emails.MapPost("/{id}/resend", static (string id, HttpContext http, RestCaller caller, ChangeEmail change) => change.ResendAsync(id, http, caller))
            .RequireRest(RestPermission.Operate)
            .WithName("ResendEmail")
            .WithSummary("Send a message again")
            .WithDescription("To those who did not get it; where all did, to all. Needs the content, which is dropped after delivery (Outbox:ContentRetention).")
            .WithParameterExample("id", null, Id)
            .Produces<EmailStoryBody>(StatusCodes.Status202Accepted)
            .ProducesErrors(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable);

        emails.MapPost("/{id}/retry", static (string id, HttpContext http, RestCaller caller, ChangeEmail change) => change.RetryAsync(id, http, caller))
            .RequireRest(RestPermission.Operate)
            .WithName("RetryEmail")
            .WithSummary("Try a waiting message now")
            .WithDescription("Its next attempt comes at once instead of at nextAttemptAt; where the tenant's provider pauses after failures, that pause ends. What is scheduled (sendAt) waits for its time.")
            .WithParameterExample("id", null, Id)
            .Produces<EmailStoryBody>(StatusCodes.Status202Accepted)
            .ProducesErrors(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable);
    }

    private static void MapChangingMany(RouteGroupBuilder emails) =>
        emails.MapPost("/retry", RetryEmails.HandleAsync)
            .RequireRest(RestPermission.Operate)
            .WithName("RetryEmails")
            .WithSummary("Try all waiting messages of a filter now")
            .WithDescription("As retrying each of them, for those that the query finds, as the list has it; without one for all that waits. One request looks at 10,000 messages (limit: at fewer), the newest first, and says where to go on. Where the provider pauses it is tried, every ten seconds at most. What is scheduled (sendAt) waits for its time.")
            .Produces<RetriedBody>(StatusCodes.Status202Accepted)
            .WithResponseExample(StatusCodes.Status202Accepted, EmailExamples.Retried)
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable);

    private static void MapProvider(RouteGroupBuilder provider) =>
        provider.MapPost("/try-now", TryProvider.HandleAsync)
            .RequireRest(RestPermission.Operate)
            .WithName("TryProviderNow")
            .WithSummary("Try the email provider now")
            .WithDescription("Ends its pause after failures: one message goes first, and when the server takes it the others follow; what waits for its next attempt is due at once. Every ten seconds at most. 409 where the provider is the platform's: the detail says whom to ask.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesErrors(StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests);

    // 401 and 403 may come from each of them
    private static void ProducesErrors(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in (ReadOnlySpan<int>)[StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, .. statuses])
        {
            endpoint.Produces<ProblemBody>(status, ProblemBody.ContentType);
        }
    }
}
