namespace EmailConsole.Rest.Errors;

/// <summary>Writes the errors of one API: an API with an error body of its own registers one.</summary>
public interface IRestErrors
{
    /// <param name="path">Without the tenant, such as <c>/api/server/v1/tenants</c>.</param>
    bool Answers(PathString path);

    /// <summary>
    /// Sets status, headers and body. <c>WWW-Authenticate</c> and <c>Retry-After</c> are part of it. The response has not started.
    /// </summary>
    Task WriteAsync(HttpContext http, RestFault fault);
}
