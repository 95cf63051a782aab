using EmailConsole.EmailProviders.Api.Answers;
using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.EmailProviders.Api.Operations;
using EmailConsole.EmailProviders.Api.Reference;
using EmailConsole.EmailProviders.Api.V1;
using EmailConsole.EmailProviders.Api.V2;
using EmailConsole.Rest;
using EmailConsole.Rest.Reference;
using EmailConsole.Rest.Server;
using Microsoft.Net.Http.Headers;

namespace EmailConsole.EmailProviders.Api;

/// <summary>WSO2's Notification Senders API, the email part, in both versions.</summary>
internal static class SenderEndpoints
{
    private const string Path = "/notification-senders/email";
    private const string Tag = "Notification senders";
    private const string EntityTag = "The version of the sender, for If-Match. The super tenant's has none.";
    private const string IfMatch = "The version that was read, from its ETag: 412 where it was changed since. Absent: the last write wins.";

    public static void AddSenders(this IServiceCollection services)
    {
        services.AddSingleton<SenderAddresses>();
        services.AddSingleton<ListSenders>();
        services.AddSingleton<GetSender>();
        services.AddSingleton<AddSender>();
        services.AddSingleton<ReplaceSender>();
        services.AddSingleton<DeleteSender>();
        services.DescribeTypes<SenderTypes>();
    }

    public static void MapSenders(this IEndpointRouteBuilder routes)
    {
        Map<SenderAddV1, SenderUpdateV1, SenderV1>(routes, SenderVersion.V1);
        Map<SenderAddV2, SenderUpdateV2, SenderV2>(routes, SenderVersion.V2);
    }

    private static void Map<TAdd, TUpdate, TSender>(IEndpointRouteBuilder routes, SenderVersion version)
        where TAdd : class, ISenderBody
        where TUpdate : class, ISenderBody
    {
        foreach (var group in routes.MapServerGroups((int)version))
        {
            var senders = group.MapGroup(Path).WithTags(Tag);
            var examples = SenderExamples.Of(version);
            MapAll<TAdd, TSender>(senders, version, examples);
            MapOne<TUpdate, TSender>(
                senders.MapGroup("/{name}").WithParameterExample("name", SenderName.System, "Of the sender: EmailPublisher is the only one there is."),
                version,
                examples);
        }
    }

    private static void MapAll<TAdd, TSender>(RouteGroupBuilder senders, SenderVersion version, SenderExamples examples)
        where TAdd : class, ISenderBody
    {
        senders.MapGet("", (HttpContext http, RestCaller caller, ListSenders list) => list.HandleAsync(http, caller, version))
            .RequireServer(RestPermission.View, SenderScopes.View)
            .AnswerStoreFailures(SenderErrors.ListFailed)
            .WithOperationName($"ListSenders{version}")
            .WithSummary($"List the email senders ({version.ToString().ToLowerInvariant()})")
            .WithDescription("A tenant has at most one. The super tenant's answers the settings of deployment.toml.")
            .WithResponseExample(StatusCodes.Status200OK, $"[{examples.Answer}]")
            .Produces<IReadOnlyList<TSender>>();
        senders.MapPost("", (HttpContext http, RestCaller caller, AddSender add) => add.HandleAsync<TAdd>(http, caller, version))
            .RequireServer(RestPermission.Administer, SenderScopes.Create)
            .AnswerStoreFailures(SenderErrors.AddFailed)
            .WithOperationName($"AddSender{version}")
            .WithSummary($"Add the email sender ({version.ToString().ToLowerInvariant()})")
            .WithDescription("Secrets are stored encrypted and are in no answer. 409 where the tenant has a sender: replace it.")
            .WithServerBody(typeof(TAdd))
            .WithRequestExamples(examples.Add)
            .WithResponseExample(StatusCodes.Status201Created, examples.Answer)
            .WithResponseHeader(StatusCodes.Status201Created, HeaderNames.ETag, EntityTag)
            .WithResponseHeader(StatusCodes.Status201Created, HeaderNames.Location, "The address of the sender.")
            .Produces<TSender>(StatusCodes.Status201Created)
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        senders.MapOtherMethods("", "GET, POST", SenderScopes.All);
    }

    private static void MapOne<TUpdate, TSender>(RouteGroupBuilder sender, SenderVersion version, SenderExamples examples)
        where TUpdate : class, ISenderBody
    {
        sender.MapGet("", (HttpContext http, RestCaller caller, string name, GetSender get) => get.HandleAsync(http, caller, name, version))
            .RequireServer(RestPermission.View, SenderScopes.View)
            .AnswerStoreFailures(SenderErrors.GetFailed)
            .WithOperationName($"GetSender{version}")
            .WithSummary($"Read an email sender ({version.ToString().ToLowerInvariant()})")
            .WithDescription("The header ETag of the answer is its version, for If-Match.")
            .WithResponseExample(StatusCodes.Status200OK, examples.Answer)
            .WithResponseHeader(StatusCodes.Status200OK, HeaderNames.ETag, EntityTag)
            .Produces<TSender>()
            .ProducesErrors(StatusCodes.Status404NotFound);
        sender.MapPut("", (HttpContext http, RestCaller caller, string name, ReplaceSender replace) =>
                replace.ReplaceAsync<TUpdate>(http, caller, name, version))
            .RequireServer(RestPermission.Administer, SenderScopes.Update)
            .AnswerStoreFailures(SenderErrors.UpdateFailed)
            .WithOperationName($"ReplaceSender{version}")
            .WithSummary($"Replace an email sender ({version.ToString().ToLowerInvariant()})")
            .WithDescription("In full: what is left out is gone. A secret alone may be left out, or be asterisks, and stays as it is, where server or URL, user and encryption stay the same.")
            .WithRequestHeader(HeaderNames.IfMatch, IfMatch)
            .WithServerBody(typeof(TUpdate))
            .WithRequestExamples(examples.Replace)
            .WithResponseExample(StatusCodes.Status200OK, examples.Replaced)
            .WithResponseHeader(StatusCodes.Status200OK, HeaderNames.ETag, EntityTag)
            .Produces<TSender>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
            .Produces<ServerRefusalBody>(StatusCodes.Status412PreconditionFailed);
        sender.MapDelete("", (HttpContext http, RestCaller caller, string name, DeleteSender delete) => delete.HandleAsync(http, caller, name))
            .RequireServer(RestPermission.Administer, SenderScopes.Delete)
            .AnswerStoreFailures(SenderErrors.DeleteFailed)
            .WithOperationName($"DeleteSender{version}")
            .WithSummary($"Delete an email sender ({version.ToString().ToLowerInvariant()})")
            .WithDescription("Mail waits some seconds (EmailProviders:ReplaceWithin) for a POST, which may leave secrets out as a PUT may; without one it then leaves through the super tenant's provider.")
            .WithRequestHeader(HeaderNames.IfMatch, IfMatch)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesErrors(StatusCodes.Status404NotFound)
            .Produces<ServerRefusalBody>(StatusCodes.Status412PreconditionFailed);
        if (version == SenderVersion.V2)
        {
            MapPatch<TSender>(sender, examples);
        }

        sender.MapOtherMethods("", version == SenderVersion.V2 ? "GET, PUT, PATCH, DELETE" : "GET, PUT, DELETE", SenderScopes.All);
    }

    private static void MapPatch<TSender>(RouteGroupBuilder sender, SenderExamples examples) => sender
        .MapPatch("", (HttpContext http, RestCaller caller, string name, ReplaceSender replace) => replace.MergeAsync(http, caller, name))
        .RequireServer(RestPermission.Administer, SenderScopes.Update)
        .AnswerStoreFailures(SenderErrors.UpdateFailed)
        .WithOperationName("ChangeSenderV2")
        .WithSummary("Change an email sender (v2)")
        .WithDescription("A JSON merge patch (RFC 7396): what is left out stays, null removes. Properties are merged by their keys. A secret that is left out stays, where server or URL, user and encryption stay the same.")
        .WithRequestHeader(HeaderNames.IfMatch, IfMatch)
        .WithServerBody(typeof(SenderPatchV2), SenderPatch.MediaType)
        .WithRequestExample(SenderExamples.Patch)
        .WithResponseExample(StatusCodes.Status200OK, examples.Answer)
        .WithResponseHeader(StatusCodes.Status200OK, HeaderNames.ETag, EntityTag)
        .Produces<TSender>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
        .Produces<ServerRefusalBody>(StatusCodes.Status412PreconditionFailed);

    private static RouteHandlerBuilder WithRequestExamples(this RouteHandlerBuilder endpoint, IReadOnlyList<(string? Name, string Json)> examples) =>
        examples.Aggregate(endpoint, (with, example) => with.WithRequestExample(example.Json, example.Name));

    private static RouteHandlerBuilder ProducesErrors(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<ServerErrorBody>(status);
        }

        return endpoint;
    }
}
