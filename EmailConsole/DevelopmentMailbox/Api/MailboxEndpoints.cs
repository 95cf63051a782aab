using System.Security.Claims;
using System.Text;
using EmailConsole.DevelopmentMailbox.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EmailConsole.DevelopmentMailbox.Api;

/// <summary>What the page's frame and its downloads read.</summary>
internal static class MailboxEndpoints
{
    /// <summary>The document can run nothing and load nothing, also when somebody opens its address by itself.</summary>
    public const string FramePolicy =
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

    private const string FilePolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

    public static void MapMailboxMessages(this IEndpointRouteBuilder endpoints)
    {
        var message = endpoints.MapGroup("/development-mailbox/messages/{id:guid}").RequireAuthorization();
        message.MapGet("/html", HtmlAsync);
        message.MapGet("/source", SourceAsync);
        message.MapGet("/files/{index:int}", FileAsync);
    }

    private static async Task<Results<ContentHttpResult, NotFound>> HtmlAsync(
        Guid id, ClaimsPrincipal person, MailboxReader mailbox, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await mailbox.FindAsync(person, id, cancellationToken) is not { } message
            || MessageContents.Read(message) is not { Html: not null } contents)
        {
            return TypedResults.NotFound();
        }

        response.Headers.ContentSecurityPolicy = FramePolicy;
        response.Headers.XFrameOptions = "SAMEORIGIN";
        response.Headers.CacheControl = "no-store";
        return TypedResults.Text(SafeHtml.From(contents), "text/html", Encoding.UTF8);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> SourceAsync(
        Guid id, ClaimsPrincipal person, MailboxReader mailbox, HttpResponse response, CancellationToken cancellationToken) =>
        await mailbox.FindAsync(person, id, cancellationToken) is { } message
            ? Download(response, message.Source, $"{message.Id}.eml")
            : TypedResults.NotFound();

    private static async Task<Results<FileContentHttpResult, NotFound>> FileAsync(
        Guid id, int index, ClaimsPrincipal person, MailboxReader mailbox, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await mailbox.FindAsync(person, id, cancellationToken) is not { } message
            || MessageContents.Read(message)?.Files.ElementAtOrDefault(index) is not { } file)
        {
            return TypedResults.NotFound();
        }

        using var octets = new MemoryStream();
        MessageFile.WriteTo(file, octets);
        return Download(response, octets.ToArray(), MessageFile.From(file, index).Name);
    }

    // Never under the type the sender gave it: saved, not shown
    private static FileContentHttpResult Download(HttpResponse response, ReadOnlyMemory<byte> octets, string name)
    {
        response.Headers.ContentSecurityPolicy = FilePolicy;
        response.Headers.CacheControl = "no-store";
        return TypedResults.Bytes(octets, "application/octet-stream", name);
    }
}
