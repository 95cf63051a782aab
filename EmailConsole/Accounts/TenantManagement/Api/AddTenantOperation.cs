using System.Globalization;
using System.Text.Json;
using EmailConsole.Accounts.Invitations;
using EmailConsole.Accounts.TenantManagement.Api.Bodies;
using EmailConsole.Rest.Server;

namespace EmailConsole.Accounts.TenantManagement.Api;

/// <summary><c>POST /tenants</c>.</summary>
internal static class AddTenantOperation
{
    private const string InlinePassword = "inline-password";
    private const string InviteViaEmail = "invite-via-email";

    public static async Task<IResult> HandleAsync(
        HttpContext http, AddTenant add, TenantDirectory directory, ConsoleAddress console, CancellationToken cancellationToken)
    {
        var (body, refusal) = await ServerBody.ReadAsync<NewTenantBody>(http.Request, JsonSerializerOptions.Web);
        if (body is null)
        {
            return refusal!;
        }

        if (string.IsNullOrWhiteSpace(body.Domain))
        {
            return TenantErrors.Missing("domain");
        }

        if (body.Owners is not [{ } owner])
        {
            return TenantErrors.OwnerRequired;
        }

        if (string.IsNullOrWhiteSpace(owner.Username))
        {
            return TenantErrors.Missing("username");
        }

        if (string.IsNullOrWhiteSpace(owner.Email))
        {
            return TenantErrors.Missing("email");
        }

        Credential credential;
        switch (owner.ProvisioningMethod)
        {
            case InlinePassword when string.IsNullOrEmpty(owner.Password):
                return TenantErrors.Missing("password");
            case InlinePassword:
                credential = new Credential.Chosen(owner.Password);
                break;
            case InviteViaEmail:
                credential = new Credential.MailedLink(TenantAddress.BaseOf(http.Request, console));
                break;
            default:
                return TenantErrors.Invalid($"provisioningMethod: use {InlinePassword} or {InviteViaEmail}.");
        }

        var input = new NewTenant(body.Domain, owner.Username, owner.Email, credential);
        return await add.HandleAsync(http.User, input, cancellationToken) switch
        {
            TenantResult.Added added => await AnswerAsync(http, added, directory, console, cancellationToken),
            TenantResult.Invalid { IsTaken: true } => TenantErrors.Taken(body.Domain),
            TenantResult.Invalid { Problems: var problems } when problems.FirstOrDefault(p => p.Field == nameof(NewTenant.Domain)) is { } domain =>
                TenantErrors.InvalidDomain(domain.Message),
            TenantResult.Invalid invalid => TenantErrors.Invalid(invalid.Problems.Select(p => $"{NameOf(p.Field)}: {p.Message}")),
            _ => TypedResults.StatusCode(StatusCodes.Status403Forbidden),
        };
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext http, TenantResult.Added added, TenantDirectory directory, ConsoleAddress console, CancellationToken cancellationToken)
    {
        var warning = added.Issued is IssuedCredential.NotMailed(var reason, var link)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The invitation was not mailed. {reason} Give the owner this link; it works once, until {link.ExpiresAt.UtcDateTime:u}, and is not shown again: {new Uri(TenantAddress.BaseOf(http.Request, console), link.Path)}")
            : null;
        http.Response.Headers.CacheControl = "no-store";
        var location = TenantAddress.Of(http.Request, console, added.Id);
        return await directory.FindAsync(http.User, added.Id.ToString(), cancellationToken) is [var entry]
            ? TypedResults.Created(location, TenantBody.Of(entry, warning))
            : TypedResults.Created(location);
    }

    private static string NameOf(string field) => field switch
    {
        "User" => "username",
        _ => JsonNamingPolicy.CamelCase.ConvertName(field),
    };
}
