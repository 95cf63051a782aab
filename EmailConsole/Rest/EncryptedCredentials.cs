using System.Net;
using EmailConsole.Rest.Errors;
using Microsoft.AspNetCore.HttpOverrides;

namespace EmailConsole.Rest;

/// <summary>
/// Outside Development the APIs answer over https alone, by themselves or by a proxy that is named, and on loopback: whoever listens on
/// the way would read the credential. Refused before any scheme looks at one, also where there is none, since the challenge
/// would ask for it.
/// </summary>
internal sealed class EncryptedCredentials(RequestDelegate next, IHostEnvironment environment, RestErrors errors)
{
    private const string Explanation =
        "The credentials of this API are taken over https only, and this request came over plain http. Nothing was read. If a credential was "
        + "sent, others may have read it on the way: replace it. Use the https address; whoever runs the console names a proxy that "
        + "ends TLS with ForwardedHeaders.";

    public Task InvokeAsync(HttpContext http) => environment.IsDevelopment() || !RestPaths.IsRest(http.Request.Path) || IsProtected(http)
        ? next(http)
        : errors.WriteAsync(http, new RestFault(StatusCodes.Status421MisdirectedRequest, Explanation));

    // A proxy on this machine that told the scheme has spoken for somebody elsewhere
    private static bool IsProtected(HttpContext http) =>
        http.Request.IsHttps
        || (http.Connection.RemoteIpAddress is { } address
            && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
            && !http.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XOriginalProtoHeaderName));
}
