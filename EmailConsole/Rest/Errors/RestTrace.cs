using System.Diagnostics;

namespace EmailConsole.Rest.Errors;

/// <summary>By what an error that a caller saw is found in the logs.</summary>
public static class RestTrace
{
    /// <summary>The trace id of the request (32 hex digits); the connection's request id where nothing traces.</summary>
    public static string IdOf(HttpContext http) => Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;
}
