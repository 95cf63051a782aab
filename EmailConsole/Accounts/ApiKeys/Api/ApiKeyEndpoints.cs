using EmailConsole.Rest;
using EmailConsole.Rest.Errors;
using EmailConsole.Rest.Reference;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EmailConsole.Accounts.ApiKeys.Api;

/// <summary><c>…/api-keys</c>: an administrator's password only, so that no key can make another.</summary>
internal static class ApiKeyEndpoints
{
    private const string Id = "Of the key, as its creation was answered; not the key itself.";

    private const string NewKey = """{"name":"One-time passwords","scopes":["send","view"],"expiresAt":"2031-01-31T12:00:00Z"}""";

    private const string CreatedKey =
        """
        {"id":"01930000-0000-7000-8000-000000000000","name":"One-time passwords","prefix":"ec_4pQz81Rm","scopes":["send","view"],
         "createdAt":"2030-01-31T12:00:00Z","createdBy":"admin@foo.com","expiresAt":"2031-01-31T12:00:00Z","lastUsedAt":null,
         "key":"ec_4pQz81Rm_shownThisOnceAndNeverAgainKeepItLikeAPassword"}
        """;

    public static void MapApiKeys(this IEndpointRouteBuilder group)
    {
        var keys = group.MapGroup("/api-keys").RequireRest(RestPermission.Administer).WithTags("API keys");
        keys.MapPost("", CreateAsync)
            .WithName("CreateApiKey")
            .WithSummary("Create an API key")
            .WithDescription("The key itself is in this answer and in no other.")
            .WithRequestExample(NewKey)
            .WithResponseExample(StatusCodes.Status201Created, CreatedKey)
            .Produces<ApiKeyBody>(StatusCodes.Status201Created)
            .Produces<ProblemBody>(StatusCodes.Status400BadRequest, ProblemBody.ContentType)
            .Produces<ProblemBody>(StatusCodes.Status409Conflict, ProblemBody.ContentType);
        keys.MapGet("", ListAsync)
            .WithName("ListApiKeys")
            .WithSummary("List the API keys")
            .WithDescription("Without the keys themselves.")
            .Produces<ApiKeyListBody>();
        keys.MapGet("/{id:guid}", FindAsync)
            .WithName("GetApiKey")
            .WithSummary("Read an API key")
            .WithParameterExample("id", null, Id)
            .Produces<ApiKeyBody>()
            .Produces<ProblemBody>(StatusCodes.Status404NotFound, ProblemBody.ContentType);
        keys.MapDelete("/{id:guid}", RevokeAsync)
            .WithName("RevokeApiKey")
            .WithParameterExample("id", null, Id)
            .WithSummary("Revoke an API key")
            .WithDescription("Requests with the key are refused within a second. A revoked key cannot be brought back.")
            .Produces(StatusCodes.Status204NoContent)
            .Produces<ProblemBody>(StatusCodes.Status404NotFound, ProblemBody.ContentType);
    }

    private static async Task<IResult> CreateAsync(
        NewApiKeyBody body, RestCaller caller, HttpContext http, ManageApiKeys keys, CancellationToken cancellationToken)
    {
        var scopes = (body.Scopes ?? []).Select(ScopeNames.Parse).ToList();
        if (scopes.FindIndex(scope => scope is null) is var unknown and >= 0)
        {
            return RestProblems.Invalid($"scopes[{unknown}]", "Use send, view or manage.");
        }

        DateTimeOffset expiresAt = default;
        if (body.ExpiresAt is { } text && !ExpiryText.TryParse(text, out expiresAt))
        {
            return RestProblems.Invalid("expiresAt", ExpiryText.Rule);
        }

        var input = new NewApiKey(
            body.Name,
            scopes.Aggregate(RestScopes.None, (all, scope) => all | scope!.Value),
            body.ExpiresAt is null ? null : expiresAt);
        return await keys.CreateAsync(http.User, caller.TenantDomain, input, cancellationToken) switch
        {
            ApiKeyResult.Created created => Created(http, created),
            ApiKeyResult.Invalid invalid => RestProblems.Invalid(Fields(invalid.Problems)),
            ApiKeyResult.TooMany tooMany => RestProblems.Conflict(
                $"The tenant has {tooMany.Limit} API keys, which is as many as it may have. Revoke one that is not used any more."),
            _ => RestProblems.Forbidden(),
        };
    }

    private static async Task<IResult> ListAsync(RestCaller caller, HttpContext http, ManageApiKeys keys, CancellationToken cancellationToken) =>
        await keys.ListAsync(http.User, caller.TenantDomain, cancellationToken) is { } rows
            ? TypedResults.Ok(new ApiKeyListBody([.. rows.Select(row => ApiKeyBody.Of(row))]))
            : RestProblems.Forbidden();

    private static async Task<IResult> FindAsync(
        Guid id, RestCaller caller, HttpContext http, ManageApiKeys keys, CancellationToken cancellationToken)
    {
        var rows = await keys.ListAsync(http.User, caller.TenantDomain, cancellationToken);
        return rows?.FirstOrDefault(row => row.Id == id) is { } found ? TypedResults.Ok(ApiKeyBody.Of(found)) : NoSuchKey();
    }

    private static async Task<IResult> RevokeAsync(
        Guid id, RestCaller caller, HttpContext http, ManageApiKeys keys, CancellationToken cancellationToken) =>
        await keys.RevokeAsync(http.User, caller.TenantDomain, id, cancellationToken) switch
        {
            ApiKeyResult.Revoked => TypedResults.NoContent(),
            ApiKeyResult.Gone => NoSuchKey(),
            _ => RestProblems.Forbidden(),
        };

    private static Created<ApiKeyBody> Created(HttpContext http, ApiKeyResult.Created created)
    {
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"{http.Request.PathBase}{http.Request.Path}/{created.Row.Id}", ApiKeyBody.Of(created.Row, created.Key));
    }

    private static Problem NoSuchKey() => RestProblems.NotFound("The tenant has no such API key, or it was revoked.");

    private static Dictionary<string, string[]> Fields(IReadOnlyList<FieldProblem> problems) => problems
        .GroupBy(problem => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(problem.Field), StringComparer.Ordinal)
        .ToDictionary(field => field.Key, field => field.Select(problem => problem.Message).ToArray(), StringComparer.Ordinal);
}
