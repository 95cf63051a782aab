namespace EmailConsole.Rest.Errors;

/// <summary>Answers errors in the way of the API that was asked; <see cref="Problem"/> where none has a way of its own.</summary>
public sealed class RestErrors(IEnumerable<IRestErrors> apis)
{
    private readonly IRestErrors[] _apis = [.. apis];

    public Task WriteAsync(HttpContext http, RestFault fault) =>
        RestPaths.Below(http.Request.Path) is { } path && Array.Find(_apis, api => api.Answers(path)) is { } own
            ? own.WriteAsync(http, fault)
            : new Problem(fault).ExecuteAsync(http);
}
