using EmailConsole.EmailProviders.Api.Json;
using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.EmailProviders.Api.V1;
using EmailConsole.EmailProviders.Api.V2;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using Microsoft.Net.Http.Headers;

namespace EmailConsole.EmailProviders.Api.Answers;

/// <summary>Answers with a sender in the words of one version.</summary>
internal static class SenderAnswer
{
    public static object Body(HttpContext http, EmailProviderSettings settings, WrittenSender? written, SenderVersion version)
    {
        var visible = MaskedProperties.For(RestIdentity.CallerOf(http.User), written);
        return version == SenderVersion.V1 ? SenderV1.From(settings, visible) : SenderV2.From(settings, visible);
    }

    public static IResult One(HttpContext http, StoredEmailProvider stored, SenderVersion version, int status = StatusCodes.Status200OK)
    {
        http.SetEntityTag(stored.Version);
        return Json(http, Body(http, stored.Settings, stored.Written, version), status);
    }

    public static IResult Json(HttpContext http, object body, int status = StatusCodes.Status200OK)
    {
        http.Response.Headers[HeaderNames.CacheControl] = "no-store";
        return TypedResults.Json(body, SenderJson.Options, statusCode: status);
    }

    /// <summary>What the rights of the caller came to since the request began.</summary>
    public static IResult Refused(TenantDecision decision) => TypedResults.StatusCode(decision switch
    {
        TenantDecision.Forbidden => StatusCodes.Status403Forbidden,
        TenantDecision.NotFound => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status401Unauthorized,
    });
}
