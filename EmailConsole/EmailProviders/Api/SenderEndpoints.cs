using EmailConsole.EmailProviders.Api.Answers;
using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.EmailProviders.Api.Operations;
using EmailConsole.EmailProviders.Api.V1;
using EmailConsole.EmailProviders.Api.V2;
using EmailConsole.Rest;
using EmailConsole.Rest.Server;

namespace EmailConsole.EmailProviders.Api;

/// <summary>WSO2's Notification Senders API, the email part, in both versions.</summary>
internal static class SenderEndpoints
{
    private const string Path = "/notification-senders/email";
    private const string Tag = "Notification senders";

    public static void AddSenders(this IServiceCollection services)
    {
        services.AddSingleton<SenderAddresses>();
        services.AddSingleton<ListSenders>();
        services.AddSingleton<GetSender>();
        services.AddSingleton<AddSender>();
        services.AddSingleton<ReplaceSender>();
        services.AddSingleton<DeleteSender>();
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
            MapAll<TAdd, TSender>(senders, version);
            MapOne<TUpdate, TSender>(senders.MapGroup("/{name}"), version);
        }
    }

    private static void MapAll<TAdd, TSender>(RouteGroupBuilder senders, SenderVersion version)
        where TAdd : class, ISenderBody
    {
        senders.MapGet("", (HttpContext http, RestCaller caller, ListSenders list) => list.HandleAsync(http, caller, version))
            .RequireServer(RestPermission.View, SenderScopes.View)
            .AnswerStoreFailures(SenderErrors.ListFailed)
            .WithSummary("List the email senders")
            .Produces<IReadOnlyList<TSender>>();
        senders.MapPost("", (HttpContext http, RestCaller caller, AddSender add) => add.HandleAsync<TAdd>(http, caller, version))
            .RequireServer(RestPermission.Administer, SenderScopes.Create)
            .AnswerStoreFailures(SenderErrors.AddFailed)
            .WithSummary("Add the email sender")
            .Produces<TSender>(StatusCodes.Status201Created)
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        senders.MapOtherMethods("GET, POST");
    }

    private static void MapOne<TUpdate, TSender>(RouteGroupBuilder sender, SenderVersion version)
        where TUpdate : class, ISenderBody
    {
        sender.MapGet("", (HttpContext http, RestCaller caller, string name, GetSender get) => get.HandleAsync(http, caller, name, version))
            .RequireServer(RestPermission.View, SenderScopes.View)
            .AnswerStoreFailures(SenderErrors.GetFailed)
            .WithSummary("Read an email sender")
            .Produces<TSender>()
            .ProducesErrors(StatusCodes.Status404NotFound);
        sender.MapPut("", (HttpContext http, RestCaller caller, string name, ReplaceSender replace) =>
                replace.HandleAsync<TUpdate>(http, caller, name, version))
            .RequireServer(RestPermission.Administer, SenderScopes.Update)
            .AnswerStoreFailures(SenderErrors.UpdateFailed)
            .WithSummary("Replace an email sender")
            .Produces<TSender>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
        sender.MapDelete("", (HttpContext http, RestCaller caller, string name, DeleteSender delete) => delete.HandleAsync(http, caller, name))
            .RequireServer(RestPermission.Administer, SenderScopes.Delete)
            .AnswerStoreFailures(SenderErrors.DeleteFailed)
            .WithSummary("Delete an email sender")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesErrors(StatusCodes.Status404NotFound);
        sender.MapOtherMethods("GET, PUT, DELETE");
    }

    // Who is not signed in learns nothing about methods, as in WSO2
    private static void MapOtherMethods(this RouteGroupBuilder group, string allowed) => group
        .Map("", (HttpContext http) => SenderErrors.NotAllowed(http, allowed))
        .RequireServer(RestPermission.Any, SenderScopes.All)
        .ExcludeFromDescription();

    private static RouteHandlerBuilder ProducesErrors(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<ServerErrorBody>(status);
        }

        return endpoint;
    }
}
